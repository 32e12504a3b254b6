"""The structure message: SDMX-ML 3.0 with code lists, concepts, structures and dataflows of the exported facts.

Belongs here: XML. Does not: what is a dimension or a measure (sdmx_shape), codes (sdmx_codes), data.

Versions end in -draft: code lists grow with the areas and offices that reports name, and SDMX promises of a version without that ending that
it never changes.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from serving.exchange.sdmx_codes import Code, CodeList
from serving.exchange.sdmx_shape import Component, Flow, own_concepts

AGENCY = "CAKUPAN"
VERSION = "1.0.0-draft"
CONCEPTS = "CONCEPTS"
_SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_NAMESPACES = {"mes": f"{_SDMX}/message", "str": f"{_SDMX}/structure", "com": f"{_SDMX}/common"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_CONCEPTS_OF_DATA = ("INDICATOR", "TIME_PERIOD", "OBS_VALUE")


def structure_id(flow: Flow, dated: bool) -> str:
    """Id of the dataflow and its structure: figures without any period have a structure without time."""
    return flow.identity if dated else f"{flow.identity}_UNDATED"


def attributes(flow: Flow) -> list[Component]:
    """The attributes of each observation in order: what the export says of it, then what the row says."""
    own = [concept for concept in own_concepts() if concept.concept not in _OWN_CONCEPTS_OF_DATA]
    return [*own, *flow.attributes]


def structure_message(found: list[Flow], release_id: str, prepared: datetime) -> bytes:
    """The message as UTF-8, the same for the same release."""
    root = etree.Element(_name("mes", "Structure"), nsmap=_NAMESPACES)
    header = _child(root, "mes", "Header")
    _child(header, "mes", "ID", release_id)
    _child(header, "mes", "Test", "false")
    _child(header, "mes", "Prepared", f"{prepared:%Y-%m-%dT%H:%M:%SZ}")
    _child(header, "mes", "Sender").set("id", AGENCY)
    structures = _child(root, "mes", "Structures")
    _codelists(_child(structures, "str", "Codelists"), found)
    _concepts(_child(structures, "str", "ConceptSchemes"), found)
    flows = _child(structures, "str", "Dataflows")
    definitions = _child(structures, "str", "DataStructures")
    for flow in found:
        for dated in (True, False):
            identity = structure_id(flow, dated)
            ending = ("", "") if dated else (", tanpa periode", ", without a period")
            names = (flow.name_id + ending[0], flow.name_en + ending[1])
            dataflow = _maintainable(flows, "Dataflow", identity, names, flow.table.comment)
            _child(dataflow, "str", "Structure", _urn("datastructure.DataStructure", identity))
            _definition(_maintainable(definitions, "DataStructure", identity, names, flow.table.comment), flow, dated)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _codelists(parent: etree._Element, found: list[Flow]) -> None:
    merged: dict[str, tuple[CodeList, dict[str, Code]]] = {}
    for flow in found:
        for identity, code_list in flow.lists.items():
            codes = merged.setdefault(identity, (code_list, {}))[1]
            codes.update({code.code: code for code in code_list.codes})
    for identity in sorted(merged):
        code_list, codes = merged[identity]
        element = _maintainable(parent, "Codelist", identity, (code_list.name_id, code_list.name_en))
        for key in sorted(codes):
            code = codes[key]
            item = _child(element, "str", "Code")
            item.set("id", code.code)
            _annotations(item, code.annotations)
            _names(item, code.name_id, code.name_en, code.description)
            if code.parent:
                _child(item, "str", "Parent", code.parent)


def _concepts(parent: etree._Element, found: list[Flow]) -> None:
    scheme = _maintainable(parent, "ConceptScheme", CONCEPTS, ("Konsep", "Concepts"))
    concepts = {part.concept: part for part in own_concepts()}
    for flow in found:
        for part in (*flow.dimensions, *flow.attributes):
            concepts.setdefault(part.concept, part)
    for identity in sorted(concepts):
        part = concepts[identity]
        item = _child(scheme, "str", "Concept")
        item.set("id", identity)
        _names(item, part.name_id, part.name_en, part.description)


def _definition(parent: etree._Element, flow: Flow, dated: bool) -> None:
    concepts = {part.concept: part for part in own_concepts()}
    components = _child(parent, "str", "DataStructureComponents")
    dimensions = _child(components, "str", "DimensionList")
    dimensions.set("id", "DimensionDescriptor")
    for position, (concept, code_list) in enumerate(
        [*((part.concept, part.code_list) for part in flow.dimensions), ("INDICATOR", f"CL_{flow.identity}_INDICATOR")],
        start=1,
    ):
        dimension = _component(dimensions, "Dimension", concept, code_list)
        dimension.set("position", str(position))
    if dated:
        _component(dimensions, "TimeDimension", "TIME_PERIOD", "", concepts["TIME_PERIOD"].text_type)
    listed = _child(components, "str", "AttributeList")
    listed.set("id", "AttributeDescriptor")
    for part in attributes(flow):
        attribute = _component(listed, "Attribute", part.concept, part.code_list, part.text_type)
        attribute.set("usage", "optional")
        _child(_child(attribute, "str", "AttributeRelationship"), "str", "Observation")
    measures = _child(components, "str", "MeasureList")
    measures.set("id", "MeasureDescriptor")
    measure = _component(measures, "Measure", "OBS_VALUE", "", concepts["OBS_VALUE"].text_type)
    measure.set("usage", "optional")


def _component(parent: etree._Element, kind: str, concept: str, code_list: str, text_type: str = "") -> etree._Element:
    element = _child(parent, "str", kind)
    element.set("id", concept)
    _child(element, "str", "ConceptIdentity", _urn("conceptscheme.Concept", CONCEPTS) + f".{concept}")
    representation = _child(element, "str", "LocalRepresentation")
    if code_list:
        _child(representation, "str", "Enumeration", _urn("codelist.Codelist", code_list))
    else:
        _child(representation, "str", "TextFormat").set("textType", text_type)
    return element


def _maintainable(
    parent: etree._Element, kind: str, identity: str, names: tuple[str, str], description: str = ""
) -> etree._Element:
    element = _child(parent, "str", kind)
    for attribute, value in (("id", identity), ("agencyID", AGENCY), ("version", VERSION)):
        element.set(attribute, value)
    _names(element, *names, description)
    return element


def _names(parent: etree._Element, name_id: str, name_en: str, description: str = "") -> None:
    for language, text in (("en", name_en), ("id", name_id)):
        _child(parent, "com", "Name", text).set(_LANGUAGE, language)
    if description:
        _child(parent, "com", "Description", description).set(_LANGUAGE, "en")


def _annotations(parent: etree._Element, annotations: Iterable[tuple[str, str]]) -> None:
    found = list(annotations)
    if not found:
        return
    holder = _child(parent, "com", "Annotations")
    for kind, text in found:
        annotation = _child(holder, "com", "Annotation")
        _child(annotation, "com", "AnnotationTitle", text)  # programs know titles better than values
        _child(annotation, "com", "AnnotationType", kind)


def _child(parent: etree._Element, prefix: str, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, _name(prefix, name))
    if text is not None:
        # A printed name may hold what XML cannot.
        element.text = _NOT_XML.sub("\ufffd", text)
    return element


def _name(prefix: str, name: str) -> str:
    return f"{{{_NAMESPACES[prefix]}}}{name}"


def _urn(kind: str, identity: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{identity}({VERSION})"
