/// Which kind of server each of a profile's three slots uses, and the one number in which the original says so.
///
/// The original allows only the combinations of its server types; here every slot has a kind of its own and
/// `servertype` is the type that matches, or 1 for a mixture.
package struct ServerSlots: Hashable, Sendable {
  package var incoming: ServerKind?
  package var outgoing: ServerKind?
  package var act: ServerKind?

  /// The slots the original's type stands for. feature map F1
  package init(_ type: EmailServerProfile.ServerType) {
    switch type {
    case .exchange, .hybridServer: (incoming, outgoing, act) = (.exchange, .exchange, .exchange)
    case .pop3smtp: (incoming, outgoing, act) = (.pop3, .smtp, nil)
    case .hybridOnline: (incoming, outgoing, act) = (.graph, .graph, .graph)
    case .imapsmtp: (incoming, outgoing, act) = (.imap, .smtp, nil)
    }
  }

  package init(of profile: Record) {
    incoming = profile[EmailServerProfile.ls_incomingkind]
    outgoing = profile[EmailServerProfile.ls_outgoingkind]
    act = profile[EmailServerProfile.ls_actkind]
  }

  /// The type that stands for exactly these slots. Hybrid types differ from others in where the server stands, not in
  /// its kind, so `current` stays where it matches.
  package func type(keeping current: EmailServerProfile.ServerType?) -> EmailServerProfile.ServerType {
    if let current, ServerSlots(current) == self { return current }
    return EmailServerProfile.ServerType.allCases.first { ServerSlots($0) == self } ?? .pop3smtp
  }
}

extension EmailServerProfile {
  /// Keeps `servertype` and the kinds of the slots in step, whichever of them a change wrote; where both were written
  /// the kinds win, since they say more.
  package static func settleServerType(_ row: inout Record, since earlier: Record?) {
    let slots = ServerSlots(of: row)
    let kindsChanged = earlier.map { ServerSlots(of: $0) != slots } ?? (slots.incoming != nil || slots.outgoing != nil)
    if !kindsChanged, let type = row[servertype], earlier?[servertype] != type {
      let new = ServerSlots(type)
      row[ls_incomingkind] = new.incoming
      row[ls_outgoingkind] = new.outgoing
      row[ls_actkind] = new.act
    } else {
      row[servertype] = slots.type(keeping: row[servertype])
    }
  }
}
