import ArgumentParser
import CRMModel
import LockstepServer
import SyncEngine

struct Explain: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both("Say what became of a message and why.", "メッセージがどう処理されたかとその理由を説明します。"))
  @Argument(
    help: both(
      "Message-ID, id of an email, or the id a message has on its server.", "メッセージ ID、電子メールの ID、またはサーバー上のメッセージの ID。"))
  var message: String
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let deployment = try await open(speech)
    let explanation = try await Explainer(deployment).explain(message)
    guard !explanation.isEmpty else { throw SyncFailure(.gone, .messageUnknown, ["name": message]) }
    return ExplainAnswer(explanation: explanation, speech: speech).result
  }
}

/// An explanation as lines and as data.
struct ExplainAnswer {
  let explanation: Explanation
  let speech: Speech

  var result: CommandResult {
    var result = CommandResult()
    var items: [JSONValue] = []
    for seen in explanation.items {
      let evidence = Evidence(text: seen.item[SyncItem.evidence] ?? "")
      result.lines += lines(seen.item, seen.mailbox, evidence)
      if let waits = seen.waitsFor { result.lines += speech.sayWithRemedy(waits.code, waits.parameters) }
      items.append(json(seen, evidence))
    }
    var data: [String: JSONValue] = ["items": .array(items)]
    if let email = explanation.email {
      result.lines += emailLines(email)
      var object = EmailCommand.json(email)
      object["attempts"] = .array(
        explanation.attempts.map { attempt in
          .object([
            "startedon": JSONValue(attempt[SendAttempt.startedon]),
            "phase": .number(attempt[SendAttempt.phase]?.rawValue ?? 0), "reply": JSONValue(attempt[SendAttempt.reply]),
          ])
        })
      object["waitsFor"] = JSONValue(explanation.waitsFor?.code.rawValue)
      object["matched"] = JSONValue(explanation.matched.map { "\($0.id)" })
      data["email"] = .object(object)
    }
    result.data = .object(data)
    return result
  }

  private func lines(_ item: Record, _ mailbox: Record?, _ evidence: Evidence) -> [String] {
    var lines = [
      speech.say(
        .explainSeen,
        [
          "mailbox": mailbox?[Mailbox.emailaddress] ?? "?", "state": speech.say(item[SyncItem.state]?.label),
          "seen": item[SyncItem.firstseenon]?.rfc3339 ?? "", "attempts": String(item[SyncItem.attempts] ?? 0),
        ])
    ]
    if let code = item[SyncItem.decisioncode] {
      lines.append(
        speech.say(
          .explainWhy,
          [
            "reason": speech.say(code.label), "code": String(code.rawValue),
            "when": item[SyncItem.decidedon]?.rfc3339 ?? "",
          ]))
    }
    if let rule = evidence["rule"].flatMap({ Int($0) }).flatMap(EmailFilteringMethod.init(rawValue:)) {
      lines.append(
        speech.say(
          .explainRule,
          ["rule": speech.say(rule.label), "owner": evidence["ruleaddress"] ?? evidence["ruleowner"] ?? ""]))
    }
    if let method = evidence["method"].flatMap({ Int($0) }).flatMap(Email.CorrelationMethod.init(rawValue:)) {
      lines.append(speech.say(.explainMatch, ["method": speech.say(method.label), "match": evidence["match"] ?? ""]))
    }
    if let token = evidence["unknowntoken"] { lines.append(speech.say(.explainTokenUnknown, ["token": token])) }
    if let start = evidence["start"] { lines.append(speech.say(.explainStart, ["start": start])) }
    if let size = evidence["size"] {
      lines.append(speech.say(.explainLimit, ["size": size, "limit": evidence["limit"] ?? ""]))
    }
    if let names = evidence["dropped"] { lines.append(speech.say(.explainDropped, ["names": names])) }
    if let forwarder = evidence["forwarder"] {
      lines.append(speech.say(.explainForwarder, ["address": forwarder]))
    }
    if let email = evidence["provessent"] {
      lines.append(
        speech.say(.explainProvesSent, ["email": email, "subject": evidence["provedsubject"] ?? ""]))
    }
    if let kind = evidence["automatic"] { lines.append(speech.say(.explainAutomatic, ["kind": kind])) }
    if let defects = evidence["defects"] { lines.append(speech.say(.explainDefects, ["defects": defects])) }
    if evidence["ambiguous"] != nil { lines.append(speech.say(.explainAmbiguous)) }
    if let code = evidence["code"].flatMap(MessageCode.init(rawValue:)) {
      let message = Message(code, evidence.values)
      lines += [message.text(in: speech.language), message.remedy(in: speech.language)].filter { !$0.isEmpty }
    }
    if item[SyncItem.rawblob] != nil, item[SyncItem.state] != .done {
      lines.append(speech.say(.explainRawKept, ["size": String(item[SyncItem.size] ?? 0)]))
    }
    if let until = item[SyncItem.nextattempton] {
      lines.append(speech.say(.explainNextTry, ["until": until.rfc3339]))
    }
    return lines
  }

  private func emailLines(_ email: Record) -> [String] {
    var lines = [
      speech.say(
        .explainEmail,
        [
          "id": "\(email.id)", "status": speech.say(email[Email.statuscode]?.label),
          "subject": email[Email.subject] ?? "",
        ])
    ]
    if let matched = explanation.matched {
      lines.append(speech.say(.explainMatchedEmail, ["subject": matched[Email.subject] ?? ""]))
    }
    if explanation.maybeSame != nil {
      lines.append(speech.say(.explainMaybeSame, ["parts": explanation.differences.joined(separator: ", ")]))
    }
    for attempt in explanation.attempts {
      lines.append(
        speech.say(
          .explainAttempt,
          [
            "when": attempt[SendAttempt.startedon]?.rfc3339 ?? "",
            "phase": speech.say(attempt[SendAttempt.phase]?.label),
            "reply": attempt[SendAttempt.reply] ?? "",
          ]))
    }
    if email[Email.directioncode] == true {
      for party in explanation.parties where party[ActivityParty.participationtypemask] != .sender {
        let result = party[ActivityParty.ls_deliveryresult] ?? .unknown
        lines.append(
          "\(speech.say(party[ActivityParty.participationtypemask]?.label)) \(party[ActivityParty.addressused] ?? ""): "
            + "\(speech.say(result.label)) \(party[ActivityParty.ls_deliverydetail] ?? "")")
      }
    }
    if let code = email[Email.ls_errorcode].flatMap(MessageCode.init(rawValue:)) {
      let message = Message(code, Evidence(text: email[Email.ls_errordetail] ?? "").values)
      lines += [message.text(in: speech.language), message.remedy(in: speech.language)].filter { !$0.isEmpty }
    }
    if let waits = explanation.waitsFor {
      lines += [waits.text(in: speech.language), waits.remedy(in: speech.language)].filter { !$0.isEmpty }
    }
    return lines
  }

  private func json(_ seen: Explanation.Item, _ evidence: Evidence) -> JSONValue {
    let item = seen.item
    return .object([
      "mailbox": JSONValue(seen.mailbox?[Mailbox.emailaddress]), "remoteid": JSONValue(item[SyncItem.remoteid]),
      "state": .text("\(item[SyncItem.state] ?? .pending)"),
      "waitsFor": JSONValue(seen.waitsFor?.code.rawValue), "rawKept": .bool(item[SyncItem.rawblob] != nil),
      "decision": item[SyncItem.decisioncode].map { .number($0.rawValue) } ?? .null,
      "decisionName": JSONValue(item[SyncItem.decisioncode].map { "\($0)" }),
      "subject": JSONValue(item[SyncItem.subject]), "sender": JSONValue(item[SyncItem.sender]),
      "messageid": JSONValue(item[SyncItem.messageid]), "attempts": .number(item[SyncItem.attempts] ?? 0),
      "firstSeen": JSONValue(item[SyncItem.firstseenon]), "decidedOn": JSONValue(item[SyncItem.decidedon]),
      "nextAttempt": JSONValue(item[SyncItem.nextattempton]),
      "email": JSONValue(item[SyncItem.emailid].map { "\($0.id)" }),
      "evidence": .object(evidence.values.mapValues(JSONValue.text)),
    ])
  }
}

struct AlertsCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts", abstract: both("What went wrong, and what to do about it.", "発生した問題と対処方法。"))
  @Flag(help: both("Show alerts whose cause is over as well.", "原因が解消したアラートも表示します。")) var all = false
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let deployment = try await open(speech)
    let rows = try await deployment.store.rows(
      Query(TraceLog.table, where: all ? .all : .not(TraceLog.ls_alertkey.isNull), limit: 500)
        .ordered(by: Table.modifiedon, descending: true))
    var result = CommandResult()
    var list: [JSONValue] = []
    for row in rows {
      guard let message = Alerts.message(of: row) else { continue }
      let remedy = message.remedy(in: speech.language)
      result.lines.append("[\(speech.say(row[TraceLog.level]?.label))] \(message.text(in: speech.language))")
      if !remedy.isEmpty { result.lines.append("  " + remedy) }
      let when = row[Table.modifiedon]?.rfc3339 ?? ""
      result.lines.append("  " + speech.say(.alertTimes, ["when": when, "count": String(row[TraceLog.ls_count] ?? 1)]))
      list.append(
        .object([
          "code": .text(message.code.rawValue), "level": .number(row[TraceLog.level]?.rawValue ?? 0),
          "text": .text(message.text(in: speech.language)), "remedy": .text(remedy), "lastTime": .text(when),
          "count": .number(row[TraceLog.ls_count] ?? 1),
          "regarding": JSONValue(row[TraceLog.regardingobjectid].map { "\($0.table)/\($0.id)" }),
        ]))
    }
    result.data = .array(list)
    if list.isEmpty { result.lines = [speech.say(.nothingFound)] }
    return result
  }
}

struct Items: AnsweringCommand {
  static let configuration = CommandConfiguration(
    abstract: both("Messages seen on the servers, with what became of each.", "サーバー上で検出したメッセージとその処理結果。"))
  @Flag(help: both("Only those that failed or are quarantined.", "失敗または隔離されたものだけを表示します。")) var failed = false
  @Option(help: both("How many at most.", "最大件数。")) var limit = 100
  @OptionGroup var common: CommonOptions

  func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
    let deployment = try await open(speech)
    let predicate: Predicate = failed ? SyncItem.state.among([.failed, .quarantined]) : .all
    let rows = try await deployment.store.rows(
      Query(SyncItem.table, where: predicate, limit: max(1, limit)).ordered(by: Table.versionnumber, descending: true))
    var result = CommandResult()
    var list: [JSONValue] = []
    for row in rows {
      let mailbox = try await deployment.store.row(row[SyncItem.mailboxid], in: deployment.schema)
      let evidence = Evidence(text: row[SyncItem.evidence] ?? "")
      var line = [
        mailbox?[Mailbox.emailaddress] ?? "?", row[SyncItem.messageid] ?? row[SyncItem.remoteid] ?? "",
        speech.say(row[SyncItem.state]?.label), speech.say(row[SyncItem.decisioncode]?.label),
        row[SyncItem.subject] ?? "",
      ].joined(separator: "\t")
      if let code = evidence["code"].flatMap(MessageCode.init(rawValue:)) {
        line += "\t" + Message(code, evidence.values).text(in: speech.language)
      }
      result.lines.append(line)
      list.append(
        .object([
          "mailbox": JSONValue(mailbox?[Mailbox.emailaddress]), "remoteid": JSONValue(row[SyncItem.remoteid]),
          "messageid": JSONValue(row[SyncItem.messageid]), "state": .text("\(row[SyncItem.state] ?? .pending)"),
          "decisionName": JSONValue(row[SyncItem.decisioncode].map { "\($0)" }),
          "subject": JSONValue(row[SyncItem.subject]),
          "evidence": .object(evidence.values.mapValues(JSONValue.text)),
        ]))
    }
    result.data = .array(list)
    if list.isEmpty { result.lines = [speech.say(.nothingFound)] }
    return result
  }
}
