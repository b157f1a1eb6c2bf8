import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lotsa.foundation.ui import components, navigation
from lotsa.foundation.ui.components import Choice, Condition, Fault, Field, Tile


def draw(source, **context):
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


class EveryKind(forms.Form):
    name = forms.CharField(help_text="In full")
    age = forms.IntegerField(required=False)
    form = forms.ChoiceField(choices=[("ab", "AB"), ("ef", "EF")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("South", [("0484", "Eskilstuna")]), ("", "None")])
    needs = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


def test_a_tile_that_counts_nothing_leads_nowhere():
    shown = draw(
        "{% number_tiles t %}", t=[Tile(0, "now", "#now", "yes"), Tile(2, "ask", "#ask", "ask")]
    )
    assert 'href="#now"' not in shown
    assert 'href="#ask"' in shown


def test_conditions_say_their_state_in_words_and_nest():
    shown = draw(
        "{% condition_list c %}",
        c=[Condition("yes", "One of", (Condition("no", "A"), Condition("manual", "B")))],
    )
    for words in ("Met:", "Not met:", "Decided by someone:"):
        assert words in shown
    assert shown.count("<ul") == 2


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("waiting", ["flag-yellow", "flag-blue"]), ("on_board", ["mark-hoist", "mark-fly"]), ("", [])],
)
def test_a_flag_is_for_the_eye_alone_and_none_is_nothing(name, drawn):
    shown = draw("{% flag name %}", name=name)
    assert re.findall(r'class="((?:flag|mark)-\w+)"', shown) == drawn
    assert shown.count('aria-hidden="true"') == shown.count("<svg") == bool(drawn)
    assert not re.search("<(text|title)", shown)


def test_what_a_visitor_wrote_is_escaped_everywhere():
    bad = '<b>&"'
    for source, context in [
        ("{% alert v %}", {"v": bad}),
        ("{% tag v %}", {"v": bad}),
        ("{% chip_button v 'n' v %}", {"v": bad}),
        ("{% chip_link v v %}", {"v": bad}),
        ("{% button_link v v %}", {"v": bad}),
        ("{% verdict 'yes' v %}", {"v": bad}),
        ("{% field v %}", {"v": Field("n", bad, value=bad, hint=bad, error=bad, unit=bad)}),
        ("{% fold v %}{{ v }}{% endfold %}", {"v": bad}),
        ("{% question_box v v %}{{ v }}{% endquestion_box %}", {"v": bad}),
        ("{% table_region v %}{{ v }}{% endtable_region %}", {"v": bad}),
        ("{% error_summary v %}", {"v": [Fault("x", bad)]}),
        ("{% empty_state v v v v %}", {"v": bad}),
    ]:
        shown = draw(source, **context)
        assert "<b>" not in shown, source
        assert "&lt;b&gt;" in shown, source


def test_a_field_ties_label_hint_unit_and_error_to_its_control():
    shown = draw("{% field f %}", f=Field("n", "Label", "integer", hint="H", unit="kr", error="E"))
    assert '<label for="id_n">' in shown
    assert 'aria-describedby="id_n_hint id_n_error id_n_unit"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'inputmode="numeric"' in shown


def test_the_error_summary_leads_to_the_first_choice():
    f = Field("n", "L", "radios", choices=(Choice("a", "A"), Choice("b", "B")))
    shown = draw("{% field f %}", f=f)
    assert 'name="n" value="a" id="id_n"' in shown
    assert 'name="n" value="b" id="id_n_1"' in shown


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("name", "text"),
        ("age", "number"),
        ("form", "radios"),
        ("place", "select"),
        ("needs", "checkboxes"),
    ],
)
def test_a_form_field_is_drawn_as_its_widget(name, kind):
    assert components.from_bound_field(EveryKind()[name]).kind == kind


def test_a_bound_form_keeps_answers_and_says_what_is_wrong():
    form = EveryKind({"name": "", "age": "x", "form": "ef", "place": "0484", "needs": ["b"]})
    assert [c.value for c in components.from_bound_field(form["form"]).choices if c.chosen] == [
        "ef"
    ]
    assert [c.value for c in components.from_bound_field(form["needs"]).choices if c.chosen] == [
        "b"
    ]
    place = components.from_bound_field(form["place"])
    assert [(c.group, c.chosen) for c in place.choices] == [("South", True), ("", False)]
    assert components.from_bound_field(form["age"]).value == "x"
    shown = draw("{% form_errors form %}", form=form)
    assert 'href="#id_name"' in shown
    assert 'href="#id_age"' in shown
    assert 'href="#id_form"' not in shown


def test_a_form_without_faults_has_no_summary():
    form = EveryKind({"name": "x", "form": "ab", "place": "0484", "needs": ["a"]})
    assert draw("{% form_errors form %}", form=form).strip() == ""


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/", {"q": "hyra & mer", "level": ["a", "b"], "page": "2"})
    shown = draw(
        "{% pagination page %}", page=Paginator(range(100), 10).get_page(2), request=request
    )
    assert "?q=hyra+%26+mer&amp;level=a&amp;level=b&amp;page=3" in shown
    assert "page=2" not in shown
    assert "aria-current" in shown


def test_one_page_needs_no_pagination():
    request = RequestFactory().get("/")
    page = Paginator(range(3), 10).get_page(1)
    assert draw("{% pagination page %}", page=page, request=request).strip() == ""


def test_a_menu_marks_where_one_is_and_leaves_out_what_is_not_there():
    request = RequestFactory().get("/om/")
    request.resolver_match = type("Match", (), {"view_name": "public:about"})()
    rows = navigation.shown(
        [
            navigation.Entry("public:about", "About"),
            navigation.Entry("public:privacy", "Privacy", covers=("public:about",)),
            navigation.Entry("public:accessibility", "Accessibility"),
            navigation.Entry("public:no_such_page", "Nowhere"),
        ],
        request,
    )
    assert [(row.label, row.current) for row in rows] == [
        ("About", "page"),
        ("Privacy", "true"),
        ("Accessibility", ""),
    ]
