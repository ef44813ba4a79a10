import CRMModel

extension Rule {
  /// What happened after the document was written, by the date it is asked on.
  static let datedFacts: [Rule] = [
    Rule("exchange-online-ews", .plainFact, ["dated"], nil, .adviseEWSWillEnd) { snapshot in
      snapshot.activeProfiles.filter { $0.kinds.contains(.exchange) && snapshot.isExchangeOnline($0) }.map { profile in
        let code: MessageCode =
          snapshot.today >= ServiceDates.ewsEnd
          ? .adviseEWSEnded : snapshot.today >= ServiceDates.ewsOffByDefault ? .adviseEWSOff : .adviseEWSWillEnd
        return Cause(
          profile.place, code: code,
          ["off": .date(ServiceDates.ewsOffByDefault), "end": .date(ServiceDates.ewsEnd)])
      }
    },
    Rule("exchange-online-basic-smtp", .plainFact, ["dated"], nil, .adviseBasicSMTPWillEnd) { snapshot in
      snapshot.activeProfiles.compactMap { profile in
        let row = profile.row
        guard
          let server = profile.endpoints.first(where: { $0.kind == .smtp && ExchangeOnline.isHost($0.host) }),
          row[EmailServerProfile.outgoingauthenticationprotocol] != .oauth,
          (row[EmailServerProfile.outgoingcredentialretrieval] ?? profile.retrieval) != .anonymous
        else { return nil }
        let isOver = snapshot.today >= ServiceDates.basicSMTPEnd
        return Cause(
          profile.place, code: isOver ? .adviseBasicSMTPEnded : nil,
          ["host": .text(server.host), "end": .date(ServiceDates.basicSMTPEnd)])
      }
    },
    Rule("exchange-end-of-support", .plainFact, ["dated"], nil, .adviseExchangeEndOfSupport) { snapshot in
      snapshot.activeProfiles.compactMap { profile in
        guard snapshot.isExchangeServer(profile), let version = profile.version, let end = version.endOfSupport,
          snapshot.today >= end, !ServiceDates.refused.contains(version)
        else { return nil }
        return Cause(profile.place, ["version": .text(version.name), "end": .date(end)])
      }
    },
  ]
}

/// Days on which the services change. Each is the first day of the new state.
enum ServiceDates {
  /// EWS in Exchange Online is off unless an administrator turned it on again.
  static let ewsOffByDefault = Instant(seconds: Instant.days(year: 2026, month: 10, day: 1) * 86_400)
  static let ewsEnd = Instant(seconds: Instant.days(year: 2027, month: 4, day: 1) * 86_400)
  /// Basic authentication for SMTP in Exchange Online is off by default after December 2026.
  static let basicSMTPEnd = Instant(seconds: Instant.days(year: 2027, month: 1, day: 1) * 86_400)
  /// Versions that have a finding of their own already: one cause, one finding. B9
  static let refused: Set<ExchangeVersion> = [.exchange2003, .exchange2007, .exchange2010, .exchange2010SP1]
}
