#!/usr/bin/env python3
"""Extracts the columns of Dataverse tables from a feature map: extract-facts.py FEATURE-MAP.md > columns.tsv

Reads sections 4.1 to 4.4 of the map and writes one line per column: table, column, type, limit, option numbers.
The limit is a number of characters for texts and a range for integers; empty where the map names none.
Sections 4.1 to 4.3 are written for people, with several columns in one cell; how they are read stands below.
"""
import re
import sys

WANTED = [
    "organization", "systemuser", "usersettings", "queue", "queueitem", "contact", "emailserverprofile", "mailbox",
    "email", "activityparty", "activitymimeattachment", "tracelog", "mailboxstatistics",
]
TYPES = {
    "Guid": "guid", "Uniqueidentifier": "guid", "String": "text", "Memo": "text", "Integer": "integer",
    "BigInt": "biginteger", "Boolean": "boolean", "DateTime": "datetime", "Lookup": "lookup",
    "Picklist": "picklist", "State": "state", "Status": "status", "PartyList": "partylist", "Double": "decimal",
    "File": "file",
}
TYPE = re.compile(r"\b(" + "|".join(TYPES) + r")\b(?:\(([^)]*)\))?")
# Shorthand of the map, written out.
WRITTEN_OUT = {
    "actualstart/end": ["actualstart", "actualend"],
    "scheduledstart/end": ["scheduledstart", "scheduledend"],
}
# "(+ completedon, scheduled flag)" beside exchangecontactsimportstatus.
BESIDE = {
    "exchangecontactsimportstatus": [
        ("exchangecontactsimportcompletedon", "datetime"), ("exchangecontactsimportscheduled", "boolean")],
}


def split_outside_parentheses(text, separators):
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character == "(") - (character == ")")
        if character in separators and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return parts + [current.strip()]


def limit(kind, type_text, notes):
    if kind == "text":
        found = re.search(r"\((\d+)\)", type_text) or re.search(r"(?:max|column) (\d+)", notes)
        return found.group(1) if found else ""
    if kind == "integer":
        found = re.search(r"(\d+)\.\.(\d+)", type_text + " " + notes)
        return f"{found.group(1)}..{found.group(2)}" if found else ""
    return ""


def numbers(text):
    """Option numbers of "0 None, 1 Skipped; read-only" or "0 Failure/1 Success"."""
    pieces = split_outside_parentheses(text.replace("/", ","), ",;")
    return [match.group(1) for match in (re.match(r"(\d+)(?:\s|$)", piece.replace("*", "")) for piece in pieces) if match]


def prose_row(table, cells):
    """One row of sections 4.1 to 4.3."""
    names, type_text, notes = cells
    if "not SSS" in notes:  # email engagement
        return
    if names.startswith("statecode / statuscode"):
        pairs = re.findall(r"(\d+) \w+ \((\d+) \w+\)", type_text)
        yield table, "statecode", "state", "", [a for a, _ in pairs]
        yield table, "statuscode", "status", "", [b for _, b in pairs]
        return
    pieces = [piece for piece in split_outside_parentheses(names, ",;") if piece]
    for index, piece in enumerate(pieces):
        name = piece.split()[0]
        if name.endswith("*") or not re.fullmatch(r"[a-z0-9_/]+", name):  # a wild card names no column
            continue
        own = piece[len(name):].strip()
        later = [p.split(None, 1)[1] for p in pieces[index + 1:] if TYPE.search(p) and " " in p]
        earlier = [p.split(None, 1)[1] for p in pieces[:index] if TYPE.search(p) and " " in p]
        if TYPE.search(own):
            source = own
        elif name == table + "id":
            source = "Guid"
        elif name in ("statecode", "statuscode"):
            source = "State" if name == "statecode" else "Status"
        elif TYPE.search(type_text):
            source = type_text
        elif re.match(r"\d+ ", type_text):
            source = "Picklist"
        else:
            source = (later[:1] or earlier[-1:])[0]  # "senton DateTime; actualstart": the nearest type before
        kind = TYPES[TYPE.search(source).group(1)]
        options = []
        if kind in ("picklist", "state", "status"):
            options = numbers(own) or numbers(type_text) or numbers(notes)
        for single in WRITTEN_OUT.get(name, [name]):
            yield table, single, kind, limit(kind, source + " " + own, notes), options
        for beside, beside_kind in BESIDE.get(name, []):
            yield table, beside, beside_kind, "", []
    for flag in re.findall(r"\bis\w+set\b", notes):
        yield table, flag, "boolean", "", []


def plain_row(table, cells):
    """One row of section 4.4."""
    name, type_text, notes = cells
    if "." in name:
        table, name = name.split(".")
    kind = TYPES[type_text]
    if name == "statuscode":
        kind = "status"
    options = re.findall(r"\b(\d+)=", notes) if kind in ("picklist", "state", "status") else []
    yield table, name, kind, limit(kind, "", notes), options


def rows(lines):
    table, reader = None, None
    for line in lines:
        heading = re.match(r"#{3,4} (?:4\.[123] )?(\w+)", line)
        if line.startswith("#"):
            table, reader = None, None
            if heading and heading.group(1) in WANTED:
                table = heading.group(1)
                reader = prose_row if line.startswith("### 4.") else plain_row
            continue
        if not table or not line.startswith("|"):
            continue
        cells = [cell.strip().replace("`", "") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        cells = (cells + ["", "", ""])[:3]
        if cells[0] in ("column", "") or set(cells[0]) <= set("-"):
            continue
        yield from reader(table, cells)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract-facts.py FEATURE-MAP.md")
    with open(sys.argv[1], encoding="utf-8") as file:
        found = list(rows(file))
    seen = set()
    for table, name, kind, size, options in sorted(found, key=lambda row: (WANTED.index(row[0]), row[1])):
        if (table, name) in seen:
            continue
        seen.add((table, name))
        print("\t".join([table, name, kind, size, ",".join(options)]))
    missing = set(WANTED) - {row[0] for row in found}
    if missing:
        sys.exit("no columns found for: " + ", ".join(sorted(missing)))


main()
