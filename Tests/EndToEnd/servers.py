"""Real servers on free loopback ports, each with a private configuration, stopped by pid."""
import base64, os, pathlib, shutil, signal, socket, subprocess, threading, time, pwd


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_port(port, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def stop_pid(pid):
    """Ends one process: politely, then not."""
    for sig in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sig)
        except ProcessLookupError:
            return
        for _ in range(50):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)


def certificate(folder):
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, capture_output=True)
    return cert, key


class Dovecot:
    """pop3d with Maildirs; every user has the same password."""

    def __init__(self, folder, cert, key, password):
        self.folder, self.password = folder, password
        self.mail = folder / "mail"
        (folder / "run").mkdir(parents=True)
        self.mail.mkdir()
        self.port, self.tls_port = free_port(), free_port()
        self.conf = folder / "dovecot.conf"
        self.conf.write_text(f"""
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{self.mail}/%n
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
login_trusted_networks = 127.0.0.1
pop3_no_flag_updates = yes
pop3_uidl_format = %f
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={self.mail}/%n
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {self.port}
  }}
  inet_listener pop3s {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
""")
        self.start()

    def start(self):
        subprocess.run(["dovecot", "-c", self.conf], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        wait_port(self.port)

    def stop(self):
        pid = self.folder / "run" / "master.pid"
        if pid.exists():
            stop_pid(int(pid.read_text()))

    def fill(self, user, messages):
        """Replaces a maildrop: names sort in the order of the messages."""
        box = self.mail / user
        shutil.rmtree(box, ignore_errors=True)
        for part in ("new", "cur", "tmp"):
            (box / part).mkdir(parents=True)
        for index, data in enumerate(messages):
            (box / "new" / f"17000{index:05d}.M{index}.host").write_bytes(data)
        owner = pwd.getpwnam("mail")
        for path in [box, *box.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def add(self, user, data):
        box = self.mail / user
        count = len(list((box / "new").iterdir())) + len(list((box / "cur").iterdir()))
        path = box / "new" / f"18000{count:05d}.M{count}.host"
        path.write_bytes(data)
        owner = pwd.getpwnam("mail")
        os.chown(path, owner.pw_uid, owner.pw_gid)

    def count(self, user):
        box = self.mail / user
        return len(list((box / "new").iterdir())) + len(list((box / "cur").iterdir()))


class Postfix:
    """Takes mail on loopback with STARTTLS: local users get it into Dovecot's Maildirs, others nowhere."""

    def __init__(self, folder, cert, key, mail, domain):
        self.folder = folder
        etc, queue, data = folder / "etc", folder / "queue", folder / "data"
        for path in (etc, queue, data):
            path.mkdir(parents=True)
        os.chown(data, pwd.getpwnam("postfix").pw_uid, 0)
        owner = pwd.getpwnam("mail")
        self.port = free_port()
        (etc / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{etc}/maps
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
virtual_minimum_uid = 1
default_transport = discard:
relay_transport = discard:
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file = {folder}/postfix.log
maillog_file_prefixes = /tmp, /var, {folder}
alias_maps =
alias_database =
import_environment = MAIL_CONFIG={etc}
disable_dns_lookups = yes
smtpd_tls_security_level = may
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
""")
        (etc / "maps").write_text("".join(f"{user}@{domain} {user}/\n" for user in ("ann", "bob", "support")))
        (etc / "master.cf").write_text(f"""
127.0.0.1:{self.port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
discard unix - - n - - discard
error unix - - n - - error
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
""")
        subprocess.run(["postfix", "-c", etc, "start"], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        wait_port(self.port)

    def stop(self):
        pid = self.folder / "queue" / "pid" / "master.pid"
        if pid.exists():
            stop_pid(int(pid.read_text().strip()))


class Sink:
    """A submission server that counts: a message is on disk before its dot is answered."""

    def __init__(self, folder, password=None):
        folder.mkdir(parents=True)
        self.folder, self.password = folder, password
        self.refusals = 0
        self.refuse = {}
        self.taken = []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        stream = connection.makefile("rwb")

        def say(text):
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        try:
            say("220 sink ESMTP")
            recipients, signed = [], self.password is None
            while line := stream.readline():
                text = line.decode("utf-8", "replace").strip()
                word = text.upper()
                if word.startswith("EHLO"):
                    say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250-SIZE 50000000"
                        "\r\n250 AUTH PLAIN LOGIN")
                elif word.startswith("AUTH PLAIN"):
                    data = text[10:].strip()
                    if not data:
                        say("334 ")
                        data = stream.readline().decode().strip()
                    signed = base64.b64decode(data).split(b"\0")[-1].decode() == self.password
                    if not signed:
                        with self.lock:
                            self.refusals += 1
                    say("235 2.7.0 ok" if signed else "535 5.7.8 refused")
                elif word.startswith("MAIL"):
                    recipients = []
                    say("250 2.1.0 ok" if signed else "530 5.7.0 sign in first")
                elif word.startswith("RCPT"):
                    address = text.split("<", 1)[1].split(">", 1)[0]
                    reply = self.refuse.get(address)
                    if not reply:
                        recipients.append(address)
                    say(reply or "250 2.1.5 ok")
                elif word == "DATA":
                    if not recipients:
                        say("503 5.5.1 nobody")
                        continue
                    say("354 go ahead")
                    data = b""
                    while (line := stream.readline()) not in (b".\r\n", b""):
                        data += line[1:] if line.startswith(b".") else line
                    if line == b"":
                        return
                    self.take(recipients, data)
                    say("250 2.0.0 taken")
                elif word == "QUIT":
                    say("221 2.0.0 bye")
                    return
                else:
                    say("250 2.0.0 ok")
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def take(self, recipients, data):
        with self.lock:
            path = self.folder / f"{len(self.taken)}.eml"
            with open(path, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self.taken.append((sorted(recipients), data))

    def message_ids(self):
        ids = []
        with self.lock:
            for _, data in self.taken:
                for line in data.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace").split("\r\n"):
                    if line.lower().startswith("message-id:"):
                        ids.append(line.split(":", 1)[1].strip())
        return ids

    def stop(self):
        # A thread waits in accept: closing alone would let it take one more connection.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
        self.listener.close()


class CountingPOP3:
    """A POP3 server that counts who is connected, and is as slow as it is told."""

    def __init__(self, password):
        self.password = password
        self.mail = {}
        # Seconds before STAT is answered, and octets a second of a message for each user who is slowed down.
        self.delay = 0.0
        self.rate = {}
        self.lock = threading.Lock()
        self.now = self.most = 0
        # (user, command) in the order in which commands were answered, and when each session began.
        self.asked = []
        self.sessions = []
        self.transferring = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self.talk(connection)
        except OSError:
            pass
        finally:
            with self.lock:
                self.now -= 1
            connection.close()

    def talk(self, connection):
        stream = connection.makefile("rb")

        def say(text):
            connection.sendall(text.encode() + b"\r\n")

        user, left = None, []
        say("+OK ready")
        while line := stream.readline():
            word, _, argument = line.decode("latin-1").strip().partition(" ")
            word = word.upper()
            with self.lock:
                self.asked.append((user, word))
            if word == "CAPA":
                say("+OK\r\nUSER\r\nUIDL\r\nTOP\r\n.")
            elif word == "USER":
                user = argument
                say("+OK")
            elif word == "PASS":
                if argument != self.password:
                    say("-ERR refused")
                    continue
                left = list(self.mail.get(user, []))
                with self.lock:
                    self.sessions.append((user, time.monotonic()))
                say("+OK")
            elif word == "STAT":
                time.sleep(self.delay)
                say(f"+OK {len(left)} {sum(map(len, left))}")
            elif word == "LIST":
                say("\r\n".join(["+OK", *(f"{n} {len(m)}" for n, m in enumerate(left, 1)), "."]))
            elif word == "UIDL":
                say("\r\n".join(["+OK", *(f"{n} {user}-{n}" for n in range(1, len(left) + 1)), "."]))
            elif word == "TOP":
                message = left[int(argument.split()[0]) - 1]
                say("+OK\r\n" + message.split(b"\r\n\r\n")[0].decode("latin-1") + "\r\n\r\n.")
            elif word == "RETR":
                self.send(connection, left[int(argument) - 1], self.rate.get(user))
            elif word == "QUIT":
                say("+OK bye")
                return
            else:
                say("-ERR unknown")

    def send(self, connection, message, rate):
        connection.sendall(b"+OK\r\n")
        step = max(1, rate // 20) if rate else len(message)
        for start in range(0, len(message), step):
            connection.sendall(message[start:start + step])
            if rate:
                self.transferring.set()
                time.sleep(0.05)
        connection.sendall(b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")

    def stop(self):
        # A thread waits in accept: closing alone would let it take one more connection.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
        self.listener.close()
