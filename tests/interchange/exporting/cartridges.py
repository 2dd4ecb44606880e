"""Whether a cartridge is what Common Cartridge 1.1 says it is.

The schemas of 1EdTech may be used by everybody and handed on by who registers, and no registry has them: so
they stand here in words of our own, as grammars and as rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

_HERE = Path(__file__).parent


def complaints(files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with a cartridge, by its grammar and its rules."""
    root = etree.fromstring(files["imsmanifest.xml"])
    return [*_by_grammar("manifest", root), *_of_manifest(root, files), *_of_tests(root, files)]


def _by_grammar(name: str, root: Any) -> Iterator[str]:
    grammar = etree.RelaxNG(etree.parse(str(_HERE / f"{name}.rng")))
    if not grammar.validate(root):
        yield from (f"{name}: {one.line}: {one.message}" for one in grammar.error_log)


def resources(root: Any) -> Mapping[str, Any]:
    """The resources of a manifest by their identifiers."""
    return {one.get("identifier"): one for one in root.iter("{*}resource")}


def _of_manifest(root: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    every = Counter(one.get("identifier") for one in root.iter() if one.get("identifier"))
    yield from (f"“{name}” stands {number} times" for name, number in every.items() if number > 1)
    known = resources(root)
    for one in root.iter("{*}item", "{*}dependency"):
        named = one.get("identifierref")
        if named is not None and named not in known:
            yield f"“{named}” is no resource"
    for name, one in known.items():
        hrefs = [unquote(file.get("href")) for file in one.iter("{*}file")]
        yield from (f"“{name}” names {href}" for href in hrefs if href not in files)
        if one.get("href") is not None and unquote(one.get("href")) not in hrefs:
            yield f"“{name}” does not list {one.get('href')}"
        needs = [each.get("identifierref") for each in one.iter("{*}dependency")]
        if len(set(needs)) != len(needs) or name in needs:
            yield f"“{name}” needs something twice, or itself"
        if any(known[each].get("type") != "webcontent" for each in needs if each in known):
            yield f"“{name}” needs what nothing may need"


def _of_tests(root: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    for one in resources(root).values():
        if "assessment" in one.get("type"):
            test = etree.fromstring(files[next(one.iter("{*}file")).get("href")])
            yield from _by_grammar("qti", test)
            for item in test.iter("{*}item"):
                yield from _of_item(item)


def _of_item(item: Any) -> Iterator[str]:
    name, profile = item.get("ident"), next(item.iter("{*}fieldentry")).text
    labels = [one.get("ident") for one in item.iter("{*}response_label")]
    responses = {one.get("ident") for one in item.iter("{*}response_lid", "{*}response_str")}
    wanted = {"cc.true_false.v0p1": {2}, "cc.fib.v0p1": {0}}.get(profile)
    if "multiple_choice" in profile and len(labels) < 3:
        yield f"“{name}” is a choice of {len(labels)}"
    if wanted is not None and len(labels) not in wanted:
        yield f"“{name}” has {len(labels)} labels"
    if len(set(labels)) != len(labels):
        yield f"“{name}” has labels that are alike"
    for one in item.iter("{*}varequal"):
        if one.get("respident") not in responses or (labels and one.text not in labels):
            yield f"“{name}” compares with “{one.text}”"
    shown = {one.get("ident") for one in item.iter("{*}itemfeedback")}
    told = {one.get("linkrefid") for one in item.iter("{*}displayfeedback")}
    if shown != told:
        yield f"“{name}” has feedback {shown ^ told}"
