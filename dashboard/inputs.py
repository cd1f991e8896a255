"""Inputs of forms as Dash components, each with its label."""

from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboard.elements import html
from dashboard.forms import Entry, Field, Form


def form_parts(form: Form) -> list[Component]:
    """Return the inputs of a form that asks: one alone, or several that stand side by side where there is room."""
    parts = [entry_parts(form.name, entry) for entry in form.entries]
    return parts[0] if len(parts) == 1 else [html.Div(one, className="entry") for one in parts]


def entry_parts(form: str, entry: Entry) -> list[Component]:
    """Return one input of a form that asks, with its label."""
    name = f"{form}-{entry.name}"
    label = html.Label([entry.label, *_note(entry)], htmlFor=name)
    if entry.kind == "choice":
        return [label, _choice(name, entry)]
    # Dash knows no type "date", but hands it to the browser, which does.
    typed: dict[str, Any] = {"type": entry.kind, "inputMode": "search" if entry.kind == "search" else "none"}
    return [label, dcc.Input(id=name, name=entry.name, value=entry.value, autoComplete="off", **typed)]


def _note(entry: Entry) -> list[Component]:
    """Return what a label says of what its input holds, with the words for when that changes."""
    if not entry.note:
        return []
    filled, empty = entry.notes
    words: dict[str, Any] = {"data-chosen": filled, "data-example": empty}
    return [html.Span(entry.note, className="holds", **words)]


def _choice(name: str, entry: Entry) -> Component:
    """Return a list to choose from, as every browser knows it: by keyboard, by touch and without script."""
    groups: list[Component] = []
    for label, options in entry.options:
        made = [html.Option(text, value=value, selected=value == entry.value) for value, text in options]
        groups += [html.Optgroup(made, label=label)] if label else made
    return html.Select(groups, id=name, name=entry.name, autoComplete="off")


def field_parts(form: str, field: Field) -> list[Component]:
    """Return one text of a form that writes, with its label."""
    name = f"{form}-{field.name}"
    given: dict[str, Any] = {
        "id": name,
        "name": field.name,
        "maxLength": field.most,
        "required": field.required,
        "value": field.value,
    }
    label = html.Label(field.label, htmlFor=name)
    if field.lines == 1:
        return [label, dcc.Input(type="text", autoComplete="off", **given)]
    return [label, dcc.Textarea(rows=field.lines, **given)]
