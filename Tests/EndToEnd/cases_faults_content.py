"""F114 to F118, F123: strange mail, through the whole way from the server to the record."""
import base64, gzip, io, json, re, zipfile
from faults import PopServer, folder, nothing_lost_nor_doubled
from world import BODY, message


def received(bench, mails, rounds=1):
    with PopServer(mails) as server:
        world = folder(bench, "in", incoming=server.port)
        world.sync(rounds)
        assert len(server.messages) == len(mails)
    states = [row[0] for row in world.sql("SELECT state FROM syncitem")]
    assert len(states) == len(mails), "each is accounted for"
    assert "service" not in " ".join(world.alerts())
    return world


def mail(n, headers, body=b"Hello\r\n"):
    return f"Message-ID: <n{n}@test.example>\r\n".encode() + headers + b"\r\n" + body


USUAL = b"From: Carl <carl@customer.example>\r\nTo: ann@contoso.test\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\n"


def cases(bench):
    def characters():
        """Every odd way to write characters: stored as text, never as something else, and nobody's address is
        hidden behind a name."""
        subjects = [
            b"=?utf-8?B?" + base64.b64encode(b"\xc0\xae\xc0\xae/overlong") + b"?=",
            b"=?utf-8?B?" + base64.b64encode(b"\xed\xa0\x80 surrogate") + b"?=",
            b"=?utf-7?Q?+ADw-script+AD4-?=", b"=?x-unknown?B?AAAA?=", b"=?utf-8?Q?nul=00here?=",
            b"=?iso-2022-jp?B?" + base64.b64encode(b"\x1b$B!!") + b"?=", b"=?utf-8?B?not base64!?=",
            "bidi \u202egnp.exe zero\u200bwidth".encode(), b"raw \xff\xfe\x80 octets", b"=?" * 5_000,
            b"=?utf-8?Q?" + b"=?utf-8?Q?x?=" * 50 + b"?=", b"", b"=?utf-8?Q?=0D=0AX-Evil:_1?="]
        mails = [mail(n, USUAL + b"Subject: " + subject + b"\r\n") for n, subject in enumerate(subjects)]
        mails.append(mail(len(mails), b"From: =?utf-8?Q?ann=40contoso=2Etest?= <mallory@evil.example>\r\n"
                          b"To: ann@contoso.test\r\nSubject: Mask\r\n"))
        mails.append(mail(len(mails), "From: c\u0430rl@customer.example\r\nTo: ann@contoso.test\r\n"
                          "Subject: Mixed scripts\r\n".encode()))
        world = received(bench, mails)
        nothing_lost_nor_doubled(world, [f"<n{n}@test.example>" for n in range(len(mails))])
        for subject, in world.sql("SELECT subject FROM email"):
            text = subject or ""
            text.encode()
            assert "\0" not in text and "\r" not in text and "\n" not in text, repr(text)
        masked, = world.sql("SELECT sender FROM email WHERE subject LIKE '%Mask%'")
        assert masked[0] == "mallory@evil.example", masked
        # What is printed is text for a terminal, too.
        shown = world.run("email", "list").stdout + world.run("explain", f"<n{len(mails) - 2}@test.example>").stdout
        shown.decode()
        assert b"\x1b" not in shown and "\u202e".encode() not in shown, shown

    yield "faults/F114-characters", characters

    def names():
        """Names of attachments are words to show, never places to write to."""
        odd = [b'"../../../../tmp/evil"', b'"con"', b'"' + b"n" * 10_000 + b'"', b'"nul\0name"', b'"C:\\\\windows\\\\x"',
               b'"a\x1b[31mred"', b'"=?utf-8?B?Li4vLi4veA==?="', b'"/etc/passwd"', b'".."', b'""']
        mails = []
        for n, name in enumerate(odd):
            mails.append(mail(n, USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                              b"Content-Disposition: attachment; filename=" + name + b"\r\n", b"content"))
        mails.append(mail(len(mails), USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\n"
                          b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n"
                          b" filename*2=c.txt; filename*0=..%2F; filename*1*=b; filename*9=lost\r\n", b"content"))
        before = {path: path.stat().st_mtime for path in bench.base.iterdir()}
        world = received(bench, mails)
        nothing_lost_nor_doubled(world, [f"<n{n}@test.example>" for n in range(len(mails))])
        stored = [row[0] for row in world.sql("SELECT filename FROM activitymimeattachment")]
        assert len(stored) == len(mails), stored
        for name in stored:
            assert not set(name) & set("/\\\0\x1b"), repr(name)
            assert name not in (".", "..") and len(name) <= 255, repr(name)
        files = {path.name for path in world.data.iterdir()}
        assert all(re.fullmatch(r"(configuration|organization-[0-9a-f-]+)\.sqlite(-wal|-shm)?|lock|master\.key", name)
                   for name in files), files

    yield "faults/F115-names-of-attachments", names

    def opaque():
        """What we do not read is kept as it is, octet for octet."""
        tnef = b"\x78\x9f\x3e\x22" + bytes(range(256)) * 4
        parts = {b"application/ms-tnef": tnef, b"application/pkcs7-mime; smime-type=enveloped-data": bytes(range(256)),
                 b"application/pgp-encrypted": b"Version: 1\r\n", b"application/x-uuencode": b"begin 644 a\r\n#86)C\r\n`\r\nend\r\n"}
        mails = [mail(n, USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + b"; name=x.bin\r\n"
                      b"Content-Disposition: attachment; filename=x.bin\r\nContent-Transfer-Encoding: base64\r\n",
                      base64.encodebytes(content).replace(b"\n", b"\r\n"))
                 for n, (kind, content) in enumerate(parts.items())]
        mails.append(mail(len(mails), USUAL + b"Subject: uu\r\n",
                          b"begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n=ybegin line=128 size=3 name=b\r\nabc\r\n=yend size=3\r\n"))
        world = received(bench, mails)
        nothing_lost_nor_doubled(world, [f"<n{n}@test.example>" for n in range(len(mails))])
        sizes = sorted(row[0] for row in world.sql("SELECT filesize FROM activitymimeattachment"))
        assert sizes == sorted(len(content) for content in parts.values()), sizes
        text, = world.sql(f"SELECT {BODY} FROM email WHERE subject LIKE 'uu%'")
        assert "begin 644" in text[0] and "=ybegin" in text[0]

    yield "faults/F116-opaque-parts", opaque

    def bombs():
        """Archives are never unpacked."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("zeros", b"\0" * 30_000_000)
        packed = {b"bomb.zip": archive.getvalue(), b"bomb.gz": gzip.compress(gzip.compress(b"\0" * 30_000_000))}
        mails = [mail(n, USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                      b"Content-Disposition: attachment; filename=" + name + b"\r\nContent-Encoding: gzip\r\n"
                      b"Content-Transfer-Encoding: base64\r\n", base64.encodebytes(content).replace(b"\n", b"\r\n"))
                 for n, (name, content) in enumerate(packed.items())]
        world = received(bench, mails)
        nothing_lost_nor_doubled(world, ["<n0@test.example>", "<n1@test.example>"])
        sizes = sorted(row[0] for row in world.sql("SELECT filesize FROM activitymimeattachment"))
        assert sizes == sorted(map(len, packed.values())), sizes
        assert sum(path.stat().st_size for path in world.data.iterdir()) < 10_000_000

    yield "faults/F117-archives-that-burst", bombs

    def remote_content():
        """Pictures, styles, links and parts that lie elsewhere are left there."""
        with PopServer([]) as counter:
            there = f"http://127.0.0.1:{counter.port}/x"
            html = (f'<img src="{there}"><link rel=stylesheet href="{there}"><iframe src="{there}"></iframe>'
                    f'<script src="{there}"></script><style>@import url({there})</style>').encode()
            mails = [
                mail(0, USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n", html),
                mail(1, USUAL + b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/external-body;"
                     b" access-type=URL; URL=\"" + there.encode() + b"\"\r\n", b"Content-Type: text/plain\r\n\r\n"),
                mail(2, USUAL + b"Subject: x\r\nDisposition-Notification-To: carl@customer.example\r\n"
                     b"List-Unsubscribe: <" + there.encode() + b">\r\nReturn-Receipt-To: carl@customer.example\r\n")]
            world = received(bench, mails)
            nothing_lost_nor_doubled(world, [f"<n{n}@test.example>" for n in range(3)])
            assert counter.connections == 0, "somebody asked for it"
            assert not world.outgoing(), "no receipt is sent"

    yield "faults/F120-remote-content", remote_content

    def headers():
        """Without a date, without a sender, without anything: imported or quarantined, always accounted for."""
        plain = b"To: ann@contoso.test\r\nSubject: x\r\n"
        odd = [
            plain + b"From: c@x.example\r\n", plain + b"From: c@x.example\r\nDate: never\r\n",
            plain + b"From: c@x.example\r\nDate: Mon, 01 Jan 0001 00:00:00 +0000\r\n",
            plain + b"From: c@x.example\r\nDate: Fri, 31 Dec 9999 23:59:60 +9999\r\n",
            plain + b"From: c@x.example\r\nDate: Tue, 19 Jan 2038 03:14:08 +0000\r\n",
            plain + b"From: a@x.example, b@x.example\r\nSender: a@x.example\r\n",
            plain + b"From: a@x.example\r\nFrom: b@x.example\r\n", plain, plain + b"From: <>\r\n",
            plain + b"From: no address at all\r\n", b"From: c@x.example\r\n" * 2000]
        mails = [mail(n, header) for n, header in enumerate(odd)]
        nameless = [b"\0" * 5000, b"\r\n", b"\r\n\r\n\r\n", b"no header, no colon\r\n", b"x" * 70_000,
                    b": empty name\r\n\r\nHello\r\n"]
        world = received(bench, mails + nameless, 2)
        stored = world.stored()
        assert len(stored) == len(set(stored)) or None in stored or all(stored.count(id) == 1 for id in stored if id)
        states = dict(world.sql("SELECT remoteid, state FROM syncitem"))
        # Done, skipped by a rule, or set aside with its octets: nothing waits for ever.
        waiting = [id for id, state in states.items() if state == 0]
        assert not waiting, states
        lost = {f"<n{n}@test.example>" for n in range(7)} - set(stored)
        assert not lost, lost
        for created, senton in world.sql("SELECT createdon, senton FROM email"):
            assert created > 1_700_000_000_000_000, "our time, not the sender's"

    yield "faults/F118-missing-and-absurd-headers", headers

    def same_id():
        """One Message-ID, several contents: as many emails. One content in three mailboxes: one email."""
        mails = [message(1, "c@customer.example", "ann@contoso.test", "Same", f"text {n}\r\n") for n in range(3)]
        mails += [mails[0]] * 3
        with PopServer(mails) as server:
            world = folder(bench, "in", incoming=server.port)
            for name in ("bob", "eve"):
                world.person("user", name.title(), f"{name}@contoso.test")
                world.run("user", "set", f"{name}@contoso.test", "--accept", "all")
                world.mailbox(f"{name}@contoso.test", "P", name, "server-side")
                world.run("mailbox", "test", f"{name}@contoso.test")
            world.sync(2)
            assert world.stored() == ["<n1@test.example>"] * 3, world.stored()
            texts = sorted(row[0].strip() for row in world.sql(f"SELECT {BODY} FROM email"))
            assert texts == ["text 0", "text 1", "text 2"], texts
            linked = world.sql("SELECT count(*) FROM syncitem WHERE state = 1")[0][0]
            assert linked == 18, "every copy in every mailbox says which email it is"

    yield "faults/F123-same-id-and-same-content", same_id
