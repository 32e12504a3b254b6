"""Rules on what reads what: after the rules of dbt-project-evaluator on modelling, performance and structure, in our words.

Belongs here: one function a rule, from a project to (subject, what is wrong). Does not: what a model says of itself (`statements`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from tests.dbt_rules.project import Project

Broken = Iterator[tuple[str, str]]

# As dbt-project-evaluator has them.
MOST_LEAVES = 3
MOST_PARENTS = 6

READ_FROM = re.compile(r"\b(?:from|join)\s+((?:\"?\w+\"?\.)+\"?\w+\"?|'[^']+'|read_\w+\s*\()", re.IGNORECASE)
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "register": ("int_", "fct_", "dim_"),
    "marts/dimensions": ("dim_", "bridge_"),
    "marts/registers": ("fct_",),
    "marts/facts": ("fct_", "bridge_"),
    "marts/reports": ("rpt_",),
    # What is checked needs no prefix: the schema says it.
    "audit": (),
}


def source_beside_model(project: Project) -> Broken:
    """A model that reads a source reads nothing else: its joins belong behind a staging model."""
    for model in project.models.values():
        if model.parents & set(project.sources) and model.parents - set(project.sources):
            yield model.name, f"reads a source beside {', '.join(sorted(model.parents - set(project.sources)))}"


def source_outside_staging(project: Project) -> Broken:
    """Only staging reads sources."""
    for model in project.models.values():
        if project.layer_of(model) != "staging" and model.parents & set(project.sources):
            yield model.name, f"reads {', '.join(sorted(model.parents & set(project.sources)))}"


def several_sources(project: Project) -> Broken:
    """A staging model is of one source."""
    for model in project.models.values():
        if len(model.parents & set(project.sources)) > 1:
            yield model.name, f"reads {', '.join(sorted(model.parents & set(project.sources)))}"


def source_read_twice(project: Project) -> Broken:
    """A source has one staging model, which cleans it for all."""
    for name in project.sources:
        if len(project.children[name]) > 1:
            yield name, f"is read by {', '.join(sorted(project.children[name]))}"


def source_unread(project: Project) -> Broken:
    """A source that no model reads is not declared."""
    for name in project.sources:
        if not project.children[name]:
            yield name, "is read by no model"


def source_declared_twice(project: Project) -> Broken:
    """Two sources are never the same files."""
    named = defaultdict(set)
    for name, source in project.sources.items():
        named[source.spec.get("config", {}).get("meta", {}).get("external_location", name)].add(name)
    for place, names in named.items():
        if len(names) > 1:
            yield ", ".join(sorted(names)), f"all are {place}"


def unknown_reference(project: Project) -> Broken:
    """What a model reads exists."""
    for model in project.models.values():
        for name in sorted(model.parents - set(project.nodes)):
            yield model.name, f"reads {name}, which is neither model nor seed nor source"


def hard_coded_reference(project: Project) -> Broken:
    """Tables and files are named by ref and source alone; otherwise dbt does not know the order."""
    for model in project.models.values():
        for found in READ_FROM.findall(model.sql):
            yield model.name, f"reads {found}"
    for path in sorted((project.root / "tests").glob("*.sql")):
        for found in READ_FROM.findall(path.read_text(encoding="utf-8")):
            yield path.stem, f"reads {found}"


def model_without_parent(project: Project) -> Broken:
    """A model reads something; a fixed list is a seed."""
    for model in project.models.values():
        if not model.parents:
            yield model.name, "reads nothing"


def staging_reads_model(project: Project) -> Broken:
    """A staging model reads neither another one nor anything that is built upon staging."""
    for model in project.models.values():
        if project.layer_of(model) == "staging" and model.parents & set(project.models):
            yield model.name, f"reads {', '.join(sorted(model.parents & set(project.models)))}"


def many_leaves(project: Project) -> Broken:
    """A model that feeds many ends is a sign that something common to them is missing in between."""
    for model in project.models.values():
        leaves = {child for child in project.children[model.name] if not project.children[child]}
        if len(leaves) > MOST_LEAVES:
            yield model.name, f"{len(leaves)} models that nothing reads depend on it: {', '.join(sorted(leaves))}"


def rejoined(project: Project) -> Broken:
    """A model that serves one other only, which reads what it was made of as well, adds a table and no idea."""
    for parent in project.nodes:
        for middle in project.children[parent] & set(project.models):
            for last in project.children[middle]:
                if project.children[middle] == {last} and last in project.children[parent]:
                    yield f"{parent} > {middle} > {last}", f"{last} reads {parent} both through {middle} and directly"


def many_parents(project: Project) -> Broken:
    """A model that reads very many others does more than one thing."""
    for model in project.models.values():
        if len(model.parents) > MOST_PARENTS:
            yield model.name, f"reads {len(model.parents)} models and seeds"


def view_on_view(project: Project) -> Broken:
    """A view is computed again by everyone who reads it; a chain of them multiplies that."""
    for model in project.models.values():
        chained = [name for name in model.parents if name in project.models and project.models[name].is_view]
        if model.is_view and chained:
            yield model.name, f"is a view on the view {', '.join(sorted(chained))}"


def published_view(project: Project) -> Broken:
    """What is published is a table: a release is read where its sources cannot be."""
    for model in project.models.values():
        if project.layer_of(model).startswith(("marts", "audit")) and model.is_view:
            yield model.name, "is published, and a view"


def intermediate_unread(project: Project) -> Broken:
    """An intermediate model that nothing reads is left over."""
    for model in project.models.values():
        if model.name.startswith(("stg_", "int_")) and not project.children[model.name]:
            yield model.name, "is read by no model"


def seed_unread(project: Project) -> Broken:
    """So is a seed."""
    for name in project.seeds:
        if not project.children[name]:
            yield name, "is read by no model"


def name_of_its_layer(project: Project) -> Broken:
    """The prefix tells the layer, and each model lies in the folder of one."""
    every_prefix = tuple(prefix for prefixes in PREFIXES.values() for prefix in prefixes)
    for model in project.models.values():
        layer = project.layer_of(model)
        if layer not in PREFIXES:
            yield model.name, f"lies in {layer or 'no folder'}, which is no layer"
        elif PREFIXES[layer] and not model.name.startswith(PREFIXES[layer]):
            yield model.name, f"does not begin with {' or '.join(PREFIXES[layer])}, as names in {layer} do"
        elif not PREFIXES[layer] and model.name.startswith(every_prefix):
            yield model.name, f"has the prefix of another layer than {layer}"


def described_elsewhere(project: Project) -> Broken:
    """Description and tests of a model lie beside it; so do unit tests, and sources beside the staging models."""
    for model in project.models.values():
        if model.described_in and model.described_in.parent != model.path.parent:
            yield model.name, f"is described in {model.described_in.relative_to(project.root)}"
    for path, unit_test in project.entries("unit_tests"):
        tested = project.models.get(unit_test["model"])
        if tested is None or tested.path.parent != path.parent:
            yield (
                unit_test["name"],
                f"is a test of {unit_test['model']}, but lies in {path.parent.relative_to(project.root)}",
            )
        if not path.name.startswith("_unit_tests"):
            yield unit_test["name"], f"is in {path.name}, not in a file of unit tests"
    for name, source in project.sources.items():
        if source.path.parent != project.root / "models" / "staging":
            yield name, f"is declared in {source.path.relative_to(project.root)}"


RULES = (
    source_beside_model,
    source_outside_staging,
    several_sources,
    source_read_twice,
    source_unread,
    source_declared_twice,
    unknown_reference,
    hard_coded_reference,
    model_without_parent,
    staging_reads_model,
    many_leaves,
    rejoined,
    many_parents,
    view_on_view,
    published_view,
    intermediate_unread,
    seed_unread,
    name_of_its_layer,
    described_elsewhere,
)
