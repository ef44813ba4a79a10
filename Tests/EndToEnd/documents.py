"""Golden documents: what `--json` prints, with ids, times, ports and folders replaced. `run.py --update` writes them."""
import json, pathlib, re

FOLDER = pathlib.Path(__file__).parent / "Golden"

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
EPOCH = re.compile(r"before-restore-\d+")
BACKUP = re.compile(r"(before-change|lockstep)-TIME-\d{3}\.backup")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# Numbers that depend on how fast a machine is, or on how much was stored.
MEASURED = {"milliseconds", "seconds", "bytes", "rows"}


class Replacement:
    """Ids keep their identity within a document: the same id gets the same name."""

    def __init__(self, texts):
        self.texts = texts
        self.ids = {}

    def text(self, value):
        for found, name in self.texts:
            value = value.replace(found, name)
        value = GUID.sub(lambda m: self.ids.setdefault(m[0].lower(), f"ID-{len(self.ids) + 1}"), value)
        return BACKUP.sub(r"\1-TIME-N.backup", TIME.sub("TIME", EPOCH.sub("before-restore-EPOCH", value)))

    def value(self, value, key=None):
        if isinstance(value, dict):
            return {key: self.value(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        if isinstance(value, str):
            return self.text(value)
        # Ports of servers differ from run to run.
        if isinstance(value, int) and (port := dict(self.texts).get(f":{value}")):
            return port
        if key in MEASURED and isinstance(value, int):
            return 0
        return value


def text(document, texts):
    return json.dumps(Replacement(texts).value(document), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def check(name, document, texts, update):
    """Compares with the golden document, or writes it."""
    path = FOLDER / f"{name}.json"
    got = text(document, texts)
    if update:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(got, encoding="utf-8")
        return
    assert path.exists(), f"{path.name} is missing: run.py --update --only 'documents/*' writes it"
    golden = path.read_text(encoding="utf-8")
    if got != golden:
        lines = [f"{a} | {b}" for a, b in zip(golden.split("\n"), got.split("\n")) if a != b]
        raise AssertionError(f"{path.name} differs: {lines[:3] or 'in length'}")
