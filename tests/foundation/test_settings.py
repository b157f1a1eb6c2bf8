from django.core.management import call_command


def test_the_site_is_put_together_without_a_complaint():
    call_command("check", fail_level="WARNING")
