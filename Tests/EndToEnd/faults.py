"""What the fault cases need: the proxy, servers that misbehave on request, and prepared data folders."""
import base64, os, pathlib, re, shutil, socket, sqlite3, ssl, subprocess, tempfile, threading, time, warnings
from world import PASSWORD, World

# Old protocols are asked for on purpose.
warnings.filterwarnings("ignore", category=DeprecationWarning)

CANARY = (PASSWORD.encode(), base64.b64encode(PASSWORD.encode()).rstrip(b"="),
          base64.b64encode(b"\0ann\0" + PASSWORD.encode()).rstrip(b"="))


class Proxy:
    """lockstep-fault-proxy in front of a port of this machine."""

    def __init__(self, bench, to, *faults, port=0):
        arguments = [bench.proxy, "--listen", f"127.0.0.1:{port}", "--to", f"127.0.0.1:{to}"]
        for fault in faults:
            arguments += ["--fault", fault]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def line(self):
        """The next conversation that is over: its bytes up and down, and how it ended."""
        words = dict(word.split("=") for word in self.process.stdout.readline().split()[1:])
        return int(words["up"]), int(words["down"]), words["end"]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


# MARK: - Data folders

class Folder(World):
    """A copy of a prepared data folder whose mailbox ann@contoso.test was tested against a good server.

    Its rows are pointed elsewhere directly: a change of the profile by command would erase the password and ask for a
    new test, and time does not pass in tests.
    """

    def __init__(self, binary, base, template):
        self.binary = binary
        self.base = pathlib.Path(tempfile.mkdtemp(dir=base))
        self.data = self.base / "data"
        shutil.copytree(template.data, self.data)
        self.said = []
        self.password_file = template.password_file

    def sql(self, text, *values):
        database, = self.data.glob("organization-*.sqlite")
        connection = sqlite3.connect(database, timeout=20)
        try:
            with connection:
                return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def point(self, incoming=None, outgoing=None, user=None, seconds=None):
        if incoming:
            self.sql("UPDATE emailserverprofile SET incomingportnumber = ?", incoming)
        if outgoing:
            self.sql("UPDATE emailserverprofile SET outgoingportnumber = ?", outgoing)
        if user:
            self.sql("UPDATE mailbox SET username = ?", user)
        if seconds:
            self.sql("UPDATE emailserverprofile SET timeoutmailboxconnectionafteramount = ?", seconds * 1000)
        self.pass_time()
        return self

    def pass_time(self):
        """Whatever waits for a later time need not wait any longer."""
        self.sql("UPDATE ls_mailserver SET ls_openuntil = NULL")
        self.sql("UPDATE syncitem SET nextattempton = NULL")
        self.sql("UPDATE email SET postponeemailprocessinguntil = NULL WHERE statuscode = 6")

    def sync(self, rounds=1, **more):
        """Runs until nothing waits, at most so many times; answers what the last run said."""
        for _ in range(rounds):
            document = self.json("sync", "--once", expect=None, **more)
            self.pass_time()
        return document

    def send(self, *to, subject="Offer", body="Hello\n", more=()):
        path = self.base / "body"
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        arguments = sum((["--to", address] for address in to), [])
        return self.json("email", "send", "--from", "ann@contoso.test", *arguments, "--subject", subject,
                         "--body-file", path, *more)["data"]

    def stored(self):
        """Message-IDs of incoming emails, as often as they are stored."""
        return sorted(row[0] for row in self.sql("SELECT messageid FROM email WHERE directioncode = 0"))

    def outgoing(self):
        return dict(self.sql("SELECT messageid, statuscode FROM email WHERE directioncode = 1"))

    def alerts(self):
        return [alert["code"] for alert in self.json("alerts")["data"]]

    def enabled(self):
        return bool(self.sql("SELECT max(enabledforincomingemail, enabledforoutgoingemail) FROM mailbox")[0][0])

    def codes(self, document):
        return [problem["code"] for problem in document["problems"]]


def template(bench, kind):
    """Prepared once: `in` receives by POP3 and leaves mail on the server, `queue` deletes what is processed, `out` sends
    without signing in, `auth` sends signed in; with `+tls` and `+starttls` protected so."""
    if kind in bench.templates:
        return bench.templates[kind]
    way, _, security = kind.partition("+")
    world = World(bench.binary, bench.base)
    world.person("queue" if way == "queue" else "user", "Ann A", "ann@contoso.test")
    if way != "queue":
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
    tls = {"": "none", "tls": "implicit", "starttls": "starttls"}[security]
    authority = ("--ca-file", bench.authority) if tls != "none" else ()
    if way in ("in", "queue"):
        server = PopServer([], tls=tls, context=bench.good_context)
        world.profile("P", server.port, None, *authority, incoming_tls=tls)
        more = ["--delete-after-processing"] if way == "queue" else []
        world.mailbox("ann@contoso.test", "P", "ann", "server-side", "none", *more)
    else:
        server = SmtpServer(tls=tls, context=bench.good_context)
        more = authority + (() if way == "auth" else ("--authenticate-using", "none"))
        world.profile("P", None, server.port, *more, outgoing_tls=tls)
        world.mailbox("ann@contoso.test", "P", "ann" if way == "auth" else None, "none", "server-side")
    world.run("mailbox", "test", "ann@contoso.test")
    server.stop()
    bench.templates[kind] = world
    return world


def folder(bench, kind, **where):
    return Folder(bench.binary, bench.base, template(bench, kind)).point(**where)


# MARK: - What must never happen

def nothing_lost_nor_doubled(world, expected):
    """Lost 0, doubled 0, of messages received."""
    stored = world.stored()
    lost = sorted(set(expected) - set(stored))
    doubled = sorted(id for id in set(stored) if stored.count(id) > 1)
    assert not lost and not doubled, f"lost {lost}, doubled {doubled}"


def honest(world, server, doubtful=0, unsent=None):
    """Falsely Sent 0, doubled 0 and lost 0, of emails to be sent. `unsent` maps Message-IDs to the status they must
    have; all others must be Sent, but for as many in doubt as said."""
    wire = server.message_ids()
    emails = world.outgoing()
    unsent = unsent or {}
    falsely = [id for id, status in emails.items() if status == 3 and id not in wire]
    assert not falsely, f"falsely Sent: {falsely}"
    doubled = [id for id in set(wire) if wire.count(id) > 1]
    assert not doubled, f"on the wire twice: {doubled}"
    in_doubt = [id for id, status in emails.items() if status == 7]
    assert len(in_doubt) == doubtful, f"in doubt: {in_doubt}"
    if doubtful:
        assert "sendInDoubt" in world.alerts(), world.alerts()
    for id, status in emails.items():
        if id in unsent:
            assert status == unsent[id], (id, status)
            assert status == 3 or id not in wire, "taken, yet not said to be Sent"
        elif id not in in_doubt:
            assert status == 3, f"{id} is lost: status {status}"
    return emails


def never_told(server):
    """The password did not leave."""
    heard = b"".join(server.heard)
    assert not any(secret in heard for secret in CANARY), heard


# MARK: - Servers that misbehave

class Server:
    """One thread a connection. `heard` has every byte that arrived, `most` is how many connections there were at
    once."""

    def __init__(self, tls="none", context=None):
        self.tls, self.context = tls, context
        self.heard = []
        self.lock = threading.Lock()
        self.open = self.most = self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.begin, args=(connection,), daemon=True).start()

    def begin(self, connection):
        with self.lock:
            self.open += 1
            self.connections += 1
            self.most = max(self.most, self.open)
            number = self.connections
        wire = None
        try:
            connection.settimeout(60)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls == "implicit":
                connection = self.context.wrap_socket(connection, server_side=True)
            wire = Wire(self, connection, number)
            self.converse(wire)
        except (OSError, ValueError):
            pass
        finally:
            with self.lock:
                self.open -= 1
            (wire.connection if wire else connection).close()

    def stop(self):
        self.listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Wire:
    def __init__(self, server, connection, number):
        self.server, self.connection, self.number = server, connection, number
        self.buffer = b""
        self.secure = server.tls == "implicit"

    def line(self):
        while b"\n" not in self.buffer:
            more = self.connection.recv(65536)
            if not more:
                raise OSError("closed")
            self.server.heard.append(more)
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def until_dot(self):
        """The raw octets up to CRLF dot CRLF."""
        data = b"\r\n" + self.buffer
        while b"\r\n.\r\n" not in data:
            more = self.connection.recv(1 << 20)
            if not more:
                raise OSError("closed")
            self.server.heard.append(more)
            data += more
        end = data.index(b"\r\n.\r\n")
        self.buffer = data[end + 5:]
        return data[2:end + 2]

    def say(self, text):
        self.connection.sendall(text if isinstance(text, bytes) else text.encode() + b"\r\n")

    def start_tls(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.buffer = b""
        self.secure = True

    def hang_up(self):
        raise OSError("hung up")


class PopServer(Server):
    """A maildrop of (id, octets). `on` maps a verb to a function of wire and argument that answers in its place, or
    None for the usual answer."""

    def __init__(self, messages, on=None, capabilities=None, **more):
        self.messages = [(f"id{index}", data) if isinstance(data, bytes) else data
                         for index, data in enumerate(messages)]
        self.on = on or {}
        self.capabilities = capabilities or (lambda wire: ["UIDL", "TOP", "USER", "PIPELINING", "SASL PLAIN"])
        self.refusals = 0
        super().__init__(**more)

    def listing(self, number, data):
        return f"{number} {len(data)}"

    def converse(self, wire):
        wire.say("+OK ready")
        gone = set()
        wire.view = list(self.messages)
        while True:
            text = wire.line()
            verb, _, argument = text.partition(" ")
            verb = verb.upper()
            answer = self.on[verb](wire, argument) if verb in self.on else None
            if answer is not None:
                wire.say(answer)
                continue
            number = int(argument.split()[0]) if argument[:1].isdigit() else 0
            known = 0 < number <= len(wire.view)
            if verb == "CAPA":
                extra = ["STLS"] if self.tls == "starttls" and not wire.secure else []
                wire.say("\r\n".join(["+OK", *self.capabilities(wire), *extra, "."]))
            elif verb == "STLS":
                wire.say("+OK begin")
                wire.start_tls()
            elif verb == "AUTH":
                if len(argument.split()) == 1:
                    wire.say("+ ")
                    argument += " " + wire.line()
                said = base64.b64decode(argument.split()[1])
                good = said.split(b"\0")[-1] == PASSWORD.encode()
                self.refusals += not good
                wire.say("+OK in" if good else "-ERR [AUTH] no")
            elif verb in ("USER", "PASS", "NOOP"):
                wire.say("+OK")
            elif verb == "STAT":
                wire.say(f"+OK {len(wire.view)} {sum(len(data) for _, data in wire.view)}")
            elif verb == "UIDL":
                wire.say("\r\n".join(["+OK", *(f"{n} {id}" for n, (id, _) in enumerate(wire.view, 1)), "."]))
            elif verb == "LIST":
                wire.say("\r\n".join(["+OK", *(self.listing(n, data) for n, (_, data) in enumerate(wire.view, 1)), "."]))
            elif verb in ("RETR", "TOP") and known:
                data = wire.view[number - 1][1]
                if verb == "TOP":
                    data = data.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
                wire.say(b"+OK\r\n" + stuffed(data) + b".\r\n")
            elif verb == "DELE" and known:
                gone.add(number)
                wire.say("+OK")
            elif verb == "QUIT":
                with self.lock:
                    ids = {wire.view[n - 1][0] for n in gone}
                    self.messages = [message for message in self.messages if message[0] not in ids]
                wire.say("+OK bye")
                return
            else:
                wire.say("-ERR what?")


def stuffed(data):
    data = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", data)


class SmtpServer(Server):
    """A submission server that counts. `on` maps a verb, `GREETING` or `END` (after the dot) to a function of wire and
    line that answers in its place, or None for the usual answer."""

    def __init__(self, on=None, extensions=None, **more):
        self.on = on or {}
        self.extensions = extensions or (
            lambda wire: ["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 50000000", "AUTH PLAIN LOGIN"])
        self.taken = []
        self.commands = []
        self.refusals = 0
        super().__init__(**more)

    def answer(self, wire, verb, text):
        return self.on[verb](wire, text) if verb in self.on else None

    def converse(self, wire):
        wire.say(self.answer(wire, "GREETING", "") or "220 test ESMTP")
        recipients, has_sender = [], False
        while True:
            text = wire.line()
            self.commands.append(text)
            verb = text.split(" ")[0].split(":")[0].upper()
            answer = self.answer(wire, verb, text)
            if answer is not None:
                wire.say(answer)
                continue
            if verb == "EHLO":
                offered = ["test", *self.extensions(wire)]
                if self.tls == "starttls" and not wire.secure:
                    offered.append("STARTTLS")
                wire.say("\r\n".join(f"250{'-' if n < len(offered) - 1 else ' '}{keyword}"
                                     for n, keyword in enumerate(offered)))
            elif verb == "STARTTLS":
                wire.say("220 begin")
                wire.start_tls()
            elif verb == "AUTH":
                words = text.split(" ")
                if len(words) == 2:
                    wire.say("334 ")
                    words.append(wire.line())
                good = base64.b64decode(words[2]).split(b"\0")[-1] == PASSWORD.encode()
                self.refusals += not good
                wire.say("235 2.7.0 in" if good else "535 5.7.8 no")
            elif verb == "MAIL":
                recipients, has_sender = [], True
                wire.say("250 2.1.0 ok")
            elif verb == "RCPT" and not has_sender:
                wire.say("503 5.5.1 MAIL first")
            elif verb == "RCPT":
                recipients.append(text.split("<", 1)[1].rsplit(">", 1)[0])
                wire.say("250 2.1.5 ok")
            elif verb == "DATA":
                wire.say("354 go ahead" if recipients else "503 5.5.1 nobody")
                if not recipients:
                    continue
                raw = wire.until_dot()
                has_sender = False
                answer = self.answer(wire, "END", raw)
                if answer is None:
                    self.take(recipients, raw)
                    answer = "250 2.0.0 taken"
                wire.say(answer)
            elif verb == "QUIT":
                wire.say("221 2.0.0 bye")
                return
            else:
                wire.say("250 2.0.0 ok")

    def take(self, recipients, raw):
        with self.lock:
            self.taken.append((sorted(recipients), raw))

    def message_ids(self):
        with self.lock:
            return [re.search(rb"(?im)^message-id:\s*(<[^>]*>)", raw)[1].decode() for _, raw in self.taken]


# MARK: - Certificates

class Authority:
    """A certificate authority of its own, and certificates with something wrong."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.certificate = folder / "authority.pem"
        self.key = folder / "authority.key"
        self.make_root(self.certificate, self.key)

    def make_root(self, certificate, key, *more):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Test authority",
                *(more or ("-addext", "keyUsage=critical,keyCertSign")), "-keyout", key, "-out", certificate)

    def issue(self, name, names="DNS:localhost,IP:127.0.0.1", usage="serverAuth", bits=2048, digest="sha256",
              days=("20250101000000Z", "20350101000000Z"), authority=None):
        """Signed by this authority unless another pair of files is named."""
        certificate, key, request = (self.folder / f"{name}{end}" for end in (".pem", ".key", ".csr"))
        settings = self.folder / f"{name}.cnf"
        (self.folder / "index").write_text("")
        settings.write_text(f"""
[ca]
default_ca = it
[it]
database = {self.folder}/index
new_certs_dir = {self.folder}
rand_serial = yes
default_md = {digest}
policy = any
unique_subject = no
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
extendedKeyUsage = {usage}
""")
        openssl("req", "-new", "-newkey", f"rsa:{bits}", "-nodes", "-subj", "/CN=test", "-keyout", key, "-out", request)
        root, root_key = authority or (self.certificate, self.key)
        openssl("ca", "-batch", "-config", settings, "-cert", root, "-keyfile", root_key, "-startdate", days[0],
                "-enddate", days[1], "-in", request, "-out", certificate, "-notext")
        return certificate, key


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def context(certificate, key, lowest=None, highest=None, ciphers=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # This side is the careless one.
    made.set_ciphers(ciphers or "DEFAULT@SECLEVEL=0")
    made.load_cert_chain(certificate, key)
    made.minimum_version = lowest or ssl.TLSVersion.TLSv1
    if highest:
        made.maximum_version = highest
    return made
