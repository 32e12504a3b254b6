"""From the forms that the readers follow to templates: one function a kind of form.

Belongs here: gathering columns, values and examples in the sender's language. Does not: a list of columns of its own; each comes out of
the tables that its reader reads by.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from serving.template.model import Example, Template, TemplateColumn, TemplateSheet
from sources import reference
from sources.contracts.payment_register import PAYMENT_PROGRAMMES
from sources.labour_force.vocabulary import columns as labour_force_columns
from sources.reference import read_table
from sources.registers.headers import form as register_form
from sources.settings import PROJECT_ROOT
from sources.workbook import form

_KINDS = {"measure": "count", "year": "year"}
_FORMS = PROJECT_ROOT / "sources"
_REGISTERS = ("employer_register", "payment_register")
_NUMBER = re.compile(r"[0-9][0-9.,]*\Z")
_TITLES = {
    "workbook": {"id": "Buku kerja bulanan", "en": "Monthly workbook"},
    "labour_force": {"id": "Tabel angkatan kerja", "en": "Labour-force table"},
    "employer_register": {"id": "Register pemberi kerja", "en": "Register of employers"},
    "payment_register": {"id": "Register pembayaran", "en": "Register of payments"},
}
_REGISTER_ABOUT = {
    "id": "Register diserahkan sebagai CSV (UTF-8) atau Parquet: isi lembar pertama lalu simpan sebagai CSV.",
    "en": "Registers are handed over as CSV (UTF-8) or Parquet: fill in the first sheet and save it as CSV.",
}
_SEEDS = {  # list of a register's form -> seed and column
    "payment_channel": ("payment_channel", "channel_code"),
    "bsu_edition": ("bsu_edition", "edition"),
    "office": ("office", "office_code"),
}
_CHOICES = {"id": "Pilihan {header}", "en": "Choices of {header}"}
_LABOUR_FORCE_ABOUT = {
    "id": "Satu baris untuk tiap wilayah dan bulan survei.",
    "en": "One row for each area and survey month.",
}


class TemplateError(Exception):
    """There is no template of that kind; the message says why and what there is."""


def template(source: str, language: str = "id", office: str | None = None) -> Template:
    """The template of a source, in Indonesian (id) or English (en); a workbook's may be made for one office (a code of the seed).

    Raises TemplateError.
    """
    if office is not None and source != "workbook":
        raise TemplateError(f"a template of {source} is not made for one office; leave out --office")
    made = SOURCES.get(source)
    if made is None:
        raise TemplateError(f"{source} has no agreed form; there are templates of {', '.join(SOURCES)}")
    return made(source, language, office)


def _workbook(source: str, language: str, office: str | None) -> Template:
    sheets = form.sheets()
    columns = [column for name in sheets for column in form.columns(name).values()]
    lists = {name: _values(name, language, office) for name in dict.fromkeys(c.list for c in columns if c.list)}
    examples, choices = sheets["examples"], sheets["lists"]

    def told(sheet: form.Sheet, what: str) -> str:
        return str(getattr(sheet, f"{what}_{language}"))

    return Template(
        source=source,
        language=language,
        title=_TITLES[source][language],
        sheets=tuple(
            TemplateSheet(
                title=told(sheet, "label"),
                about=told(sheet, "about"),
                columns=tuple(_form_column(column, language) for column in form.columns(name).values()),
                upright=sheet.role == "about",
            )
            for name, sheet in sheets.items()
            if sheet.role != "aside"
        ),
        lists=lists,
        examples_title=told(examples, "label"),
        examples_about=told(examples, "about"),
        lists_title=told(choices, "label"),
    )


def _form_column(column: form.Column, language: str) -> TemplateColumn:
    kind = _KINDS.get(column.role, "text")
    if column.sheet == "targets" and kind == "count":
        kind = "number"  # a target may be a percentage
    words = {code.label_id: code.label(language) for code in form.codes(column.list)}
    examples: tuple[Example, ...] = tuple(words.get(cell, cell) for cell in column.examples)
    if kind in ("count", "number"):
        examples = tuple(_number(str(cell)) for cell in examples)
    return TemplateColumn(
        header=column.label(language),
        note=column.note(language),
        kind=kind,
        required=column.required,
        choices=column.list or None,
        # Areas and offices are understood in more spellings than the list has.
        strict=column.list not in ("areas", "offices"),
        examples=examples,
    )


def _values(name: str, language: str, office: str | None) -> tuple[str, ...]:
    if name == "offices":
        offices = [row for row in reference.seed("office") if office in (None, row["office_code"])]
        if not offices:
            raise TemplateError(f"there is no office {office}; the codes stand in dbt_project/seeds/office.csv")
        return tuple(row["office_code"] for row in offices)
    if name == "areas":
        return _areas(office)
    ended = {row["programme_code"] for row in reference.seed("programme") if row["valid_to"]}
    return tuple(code.label(language) for code in form.codes(name) if code.code not in ended)


def _areas(office: str | None) -> tuple[str, ...]:
    """Names of all areas; for an office those of its work area, whole provinces with their regencies and cities."""
    provinces, regencies = reference.seed("province"), reference.seed("regency")
    if office is None:
        return ("Indonesia", *(row["name_id"] for row in provinces), *(row["name_id"] for row in regencies))
    covered = {row["area_code"] for row in reference.seed("office_area") if row["office_code"] == office}
    name = next(row["name_id"] for row in reference.seed("office") if row["office_code"] == office)
    return (
        name,
        *(row["name_id"] for row in provinces if row["area_code"] in covered),
        *(row["name_id"] for row in regencies if covered & {row["area_code"], row["province_code"]}),
    )


def _number(text: str) -> Example:
    """A number of the form's examples, which are written in the Indonesian way; empty stays empty."""
    return Decimal(text.replace(".", "").replace(",", ".")) if _NUMBER.match(text) else text


def _labour_force(source: str, language: str, office: str | None) -> Template:
    known = labour_force_columns()
    rows = read_table(_FORMS / "labour_force" / "form.csv")
    columns = tuple(
        TemplateColumn(
            header=known[row["column"]].expected_as if language == "id" else row["label_en"],
            note=row[f"note_{language}"],
            kind="number" if known[row["column"]].kind == "measure" else "text",
            required=known[row["column"]].required != "never",
            choices=row["column"] if row["allowed"] else None,
            strict=False,
            examples=_examples(row["example"], known[row["column"]].kind == "measure"),
        )
        for row in rows
    )
    lists = {row["column"]: _allowed(row["allowed"]) for row in rows if row["allowed"]}
    sheet = TemplateSheet(_TITLES[source][language], _LABOUR_FORCE_ABOUT[language], columns)
    return _of_one_sheet(source, language, sheet, lists)


def _register(source: str, language: str, office: str | None) -> Template:
    rows = register_form(source)
    columns = tuple(
        TemplateColumn(
            header=row["name"],
            note=f"{row[f'label_{language}']}: {row[f'description_{language}']}",
            required=row["required"] == "yes",
            choices=row["allowed"] or None,
            strict=False,
            examples=_examples(row["example"], is_number=False),
        )
        for row in rows
    )
    lists = {name: _register_values(source, name) for name in dict.fromkeys(row["allowed"] for row in rows) if name}
    return _of_one_sheet(source, language, TemplateSheet(source, _REGISTER_ABOUT[language], columns), lists)


def _register_values(source: str, name: str) -> tuple[str, ...]:
    """The codes that a register's form names: those of a seed, or the first word for each code that its reader knows."""
    if name in _SEEDS:
        table, column = _SEEDS[name]
        return tuple(dict.fromkeys(row[column] for row in reference.seed(table) if row[column]))
    if name == "area":
        return tuple(row["area_code"] for table in ("province", "regency") for row in reference.seed(table))
    if name == "programme":
        return tuple(PAYMENT_PROGRAMMES)
    kind = f"{source.partition('_')[0]}_status" if name == "status" else name
    words: dict[str, str] = {}
    for row in read_table(_FORMS / "registers" / "vocabulary" / "codes.csv"):
        if row["kind"] == kind:
            words.setdefault(row["code"], row["word"].upper())
    return tuple(words.values())


def _of_one_sheet(source: str, language: str, sheet: TemplateSheet, lists: dict[str, tuple[str, ...]]) -> Template:
    """Readers of one table take every sheet for a table: there is no sheet of examples, and the lists have no header that they know."""
    choices = form.sheets()["lists"]
    return Template(
        source=source,
        language=language,
        title=_TITLES[source][language],
        sheets=(sheet,),
        lists=lists,
        lists_title=choices.label_en if language == "en" else choices.label_id,
        lists_header=_CHOICES[language],
    )


def _examples(cell: str, is_number: bool) -> tuple[Example, ...]:
    texts = [text.strip() for text in cell.split("|")]
    return tuple(_number(text) for text in texts) if is_number else tuple(texts)


def _allowed(cell: str) -> tuple[str, ...]:
    """The values that a form names, divided by |; @province stands for the names of all provinces and the nation."""
    if cell == "@province":
        return ("Indonesia", *(row["name_id"] for row in reference.seed("province")))
    return tuple(value.strip() for value in cell.split("|"))


SOURCES: Mapping[str, Callable[[str, str, str | None], Template]] = {
    "workbook": _workbook,
    "labour_force": _labour_force,
    **dict.fromkeys(_REGISTERS, _register),
}
