import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def headers(client):
    return client.get("/no-such-page/").headers


def test_the_content_policy_is_closed_and_opens_only_for_our_own_files(headers):
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Permissions-Policy", "geolocation=()"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_headers_that_keep_the_browser_careful(headers, name, part):
    assert part in headers[name]


def test_the_cookies_cannot_be_read_by_script_nor_sent_from_elsewhere(client):
    response = client.post("/demo/datum/", {"date": "2021-01-01"})

    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert response.cookies["lotsa_session"]["max-age"] == 24 * 60 * 60


def test_an_unknown_page_is_our_own_404_in_both_languages(client):
    for path, language in (("/finns-inte/", "sv"), ("/en/not-there/", "en")):
        response = client.get(path)
        assert response.status_code == 404
        assert response.headers["Content-Language"] == language
