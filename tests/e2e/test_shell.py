import re


def test_the_gallery_of_components_is_sound_in_every_state(visitor):
    visitor.open("/galleri/")


def test_a_page_that_is_not_there_helps_the_visitor_on(visitor):
    visitor.expected.add(404)
    visitor.open("/no-such-page/")

    assert visitor.page.locator("h1").count() == 1
    assert visitor.page.locator("main a").count() >= 1


def test_a_keyboard_reaches_the_content_past_the_header(visitor):
    visitor.open("/galleri/")
    visitor.page.keyboard.press("Tab")

    skip = visitor.page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.url.endswith("#main")
    visitor.look_over()


def test_a_visitor_moves_the_demos_clock_without_losing_the_page(visitor):
    visitor.open("/galleri/")
    form = visitor.page.locator("form[action$='/demo/datum/']")
    day = form.locator("input[name=date]")
    if not day.is_visible():
        visitor.page.locator("summary").filter(
            has=visitor.page.locator("xpath=..//form")
        ).first.click()
    day.fill("2021-03-01")
    form.locator("button[type=submit]").first.click()
    visitor.page.wait_for_load_state("load")

    assert re.search(r"/galleri/$", visitor.page.url)
    assert visitor.page.locator("input[name=date]").first.input_value() == "2021-03-01"
    visitor.look_over()
