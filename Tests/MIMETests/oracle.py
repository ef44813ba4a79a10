#!/usr/bin/env python3
"""What Python's `email` package reads in messages: one JSON line per file.

  oracle.py FOLDER    reads file names relative to FOLDER from standard input, one a line

Only the standard library is used. A value Python fails to give is {"error": NAME}."""
import codecs
import email
import email.header
import email.policy
import email.utils
import hashlib
import json
import os
import sys

SUPERSETS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs",
}
UNASSIGNED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
REREAD = email.policy.default.clone(refold_source="none", linesep="\n", max_line_length=None)


def clean(text):
    """No lone surrogates (JSON readers refuse them), no U+0000."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\ufffd")


def attempt(read):
    try:
        return read()
    except Exception as error:  # the oracle's own failures are findings, not the end of the run
        return {"error": type(error).__name__}


def words(text):
    return str(email.header.make_header(email.header.decode_header(text)))


def addresses(message, name):
    # The name in a comment, "a@b (Name)", only the older function of the package reads.
    raw = [text for field, text in message.raw_items() if field.lower() == name]
    older = {address: words(text) for text, address in email.utils.getaddresses(raw)}
    result = []
    for field in message.get_all(name, []):
        for address in field.addresses:
            spec = "" if address.addr_spec == "<>" else address.addr_spec
            result.append([clean(address.display_name or older.get(spec, "")), clean(spec)])
    return result


def subject(message):
    return clean(str(message["subject"])) if "subject" in message else ""


def date(message):
    value = message["date"]
    if value is None or value.datetime is None:
        return None
    moment = value.datetime
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=email.utils.datetime.timezone.utc)
    return int(moment.timestamp())


def main_part(message, kind):
    # A multipart in which no part was found has text as its payload.
    if kind == "plain" and message.get_content_maintype() == "multipart" and not message.is_multipart():
        return message
    return message.get_body((kind,))


def body(message, kind):
    part = main_part(message, kind)
    if part is None:
        return None
    if part.get_content_maintype() == "multipart":
        return clean(part.get_payload(decode=True).decode("ascii", "replace"))
    return clean(part.get_content())


def body_again(message, kind):
    """A second reading where the first says nothing about some bytes: U+FFFD, C1 controls, an unknown charset.

    Charsets as the WHATWG Encoding Standard understands labels; without a usable label UTF-8 or windows-1252."""
    first = attempt(lambda: body(message, kind))
    if isinstance(first, str) and not any(c == "\ufffd" or "\x80" <= c < "\xa0" for c in first):
        return None
    part = main_part(message, kind)
    data = part.get_payload(decode=True)
    label = (part.get_content_charset() or "us-ascii").strip("'\"")
    try:
        codec = codecs.lookup(SUPERSETS.get(label, label)).name
    except LookupError:
        codec = "ascii"
    if codec == "ascii" or (codec.startswith("iso2022") and any(byte > 127 for byte in data)):
        try:
            return clean(data.decode("utf-8"))
        except UnicodeDecodeError:
            codec = "cp1252"
    if codec == "cp1252":
        return clean("".join(bytes([b]).decode("cp1252") if b not in UNASSIGNED else chr(b) for b in data))
    return clean(data.decode(codec, "replace"))


def leaves(part):
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.get_payload():
            yield from leaves(child)
    else:
        yield part


def content(part):
    if not part.is_multipart():
        return part.get_payload(decode=True) or b""
    # Attached messages and status blocks: Python keeps no bytes, so they are written again.
    return b"\n".join(child.as_bytes(policy=REREAD) for child in part.get_payload())


def attachments(message):
    bodies = {id(main_part(message, kind)) for kind in ("plain", "html")}
    result = []
    for part in leaves(message):
        if id(part) in bodies:
            continue
        data = content(part)
        if part.is_multipart():  # compared without regard to white space, which writing again changes
            data = bytes(byte for byte in data if byte not in b" \t\r\n\v\f")
        elif part.get_content_maintype() in ("text", "multipart"):  # and text without regard to line ends
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b" \t\n")
        kind = part.get_content_type()
        if kind.startswith("multipart/"):  # without parts, so its payload is text
            kind = "text/plain"
        result.append([kind, hashlib.sha256(data).hexdigest()])
    return result


def read(path):
    with open(path, "rb") as file:
        message = email.message_from_bytes(file.read(), policy=email.policy.default)
    return {
        "subject": attempt(lambda: subject(message)),
        "from": attempt(lambda: addresses(message, "from")),
        "sender": attempt(lambda: addresses(message, "sender")),
        "to": attempt(lambda: addresses(message, "to")),
        "cc": attempt(lambda: addresses(message, "cc")),
        "date": attempt(lambda: date(message)),
        "text": attempt(lambda: body(message, "plain")),
        "html": attempt(lambda: body(message, "html")),
        "text again": attempt(lambda: body_again(message, "plain")),
        "html again": attempt(lambda: body_again(message, "html")),
        "attachments": attempt(lambda: attachments(message)),
    }


def main():
    folder = sys.argv[1]
    for line in sys.stdin:
        name = line.rstrip("\n")
        if not name:
            continue
        result = attempt(lambda: read(os.path.join(folder, name)))
        result["file"] = name
        print(json.dumps(result))


main()
