import pytest

from lotsa.foundation.web.ways import is_own_path, own_path


@pytest.mark.parametrize("address", ["/", "/en/inbox/?tab=mine#top", "/ärenden/"])
def test_a_path_of_this_site_is_followed(address):
    assert is_own_path(address)
    assert own_path(address, "/home/") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "inbox/",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "/\t/evil.example",
        "https://testserver@evil.example/",
        "\x00//evil.example",
    ],
)
def test_everything_else_leads_where_we_say(address):
    assert own_path(address, "/home/") == "/home/"
