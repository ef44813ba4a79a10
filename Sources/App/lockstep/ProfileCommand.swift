import ArgumentParser
import CRMModel
import LockstepServer

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Email server profiles: how to reach mail servers.",
    subcommands: [Create.self, Set.self, List.self])

  /// What can be said about a profile.
  struct Options: ParsableArguments {
    @Option(help: "POP3 server as HOST:PORT.") var incoming: String?
    @Option(help: "SMTP submission server as HOST:PORT.") var outgoing: String?
    @Option(name: .customLong("incoming-tls"), help: "implicit, starttls or none.") var incomingTLS: String?
    @Option(name: .customLong("outgoing-tls"), help: "implicit, starttls or none.") var outgoingTLS: String?
    @Option(name: .customLong("ca-file"), help: "PEM file with certificates to trust besides the system's.")
    var certificateFile: String?
    @Option(name: .customLong("authenticate-using"), help: "user-or-queue, profile or none (sending only).")
    var authenticateUsing: String?
    @Option(
      name: .customLong("outgoing-authenticate-using"),
      help: "user-or-queue, profile or none, where sending differs from receiving.")
    var outgoingAuthenticateUsing: String?
    @Option(help: "User name, if the profile has the credentials.") var username: String?
    @Option(name: .customLong("password-file"), help: "File with the password; - reads standard input.")
    var passwordFile: String?
    @Option(
      name: .customLong("outgoing-username"), help: "User name for sending, where it differs from that for receiving.")
    var outgoingUsername: String?
    @Option(name: .customLong("outgoing-password-file"), help: "File with the password for sending, where it differs.")
    var outgoingPasswordFile: String?
    @Flag(name: .customLong("oauth-token"), help: "The password is an OAuth access token (XOAUTH2).")
    var isToken = false
    @Option(name: .customLong("max-connections"), help: "Connections at the same time, 1 to 300.")
    var maximumConnections: Int?
    @Option(
      name: .customLong("min-polling-minutes"), help: "Minutes between two looks at a mailbox at least, 0 to 1440.")
    var minimumPolling: Int?
    @Option(name: .customLong("in-doubt"), help: "hold or resend: what becomes of an email whose sending is in doubt.")
    var inDoubt: String?
    @Option(name: .customLong("keep-raw"), help: "no, always or days:N: how long raw messages are kept.")
    var keepRaw: String?
    @Option(name: .customLong("process-email-from"), help: "Leave alone mail received before this date (YYYY-MM-DD).")
    var from: String?

    func settings() throws(SyncFailure) -> ProfileSettings {
      var settings = ProfileSettings()
      settings.incoming = try location("--incoming", incoming)
      settings.outgoing = try location("--outgoing", outgoing)
      let securities: KeyValuePairs<String, ConnectionSecurity> = [
        "implicit": .implicit, "starttls": .startTLS, "none": ConnectionSecurity.none,
      ]
      settings.incomingSecurity = try Reading.choice("--incoming-tls", incomingTLS, securities)
      settings.outgoingSecurity = try Reading.choice("--outgoing-tls", outgoingTLS, securities)
      if let certificateFile { settings.certificates = try Reading.text(certificateFile) }
      settings.retrieval = try Reading.choice(
        "--authenticate-using", authenticateUsing,
        ["user-or-queue": CredentialRetrieval.userOrQueue, "profile": .profile, "none": .anonymous])
      settings.outgoingRetrieval = try Reading.choice(
        "--outgoing-authenticate-using", outgoingAuthenticateUsing,
        ["user-or-queue": CredentialRetrieval.userOrQueue, "profile": .profile, "none": .anonymous])
      settings.username = username
      settings.password = try Reading.password(passwordFile)
      settings.outgoingUsername = outgoingUsername
      settings.outgoingPassword = try Reading.password(outgoingPasswordFile)
      if isToken { settings.usesToken = true }
      settings.maximumConnections = try range("--max-connections", maximumConnections, 1...300)
      settings.minimumPollingMinutes = try range("--min-polling-minutes", minimumPolling, 0...1440)
      settings.inDoubt = try Reading.choice("--in-doubt", inDoubt, ["hold": InDoubtPolicy.hold, "resend": .resend])
      if let keepRaw {
        guard let keeping = RawKeeping(keepRaw) else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--keep-raw", "value": keepRaw, "allowed": "no, always, days:1 - days:\(RawKeeping.longest)"])
        }
        settings.keepRaw = keeping
      }
      if let from {
        guard let date = Instant(rfc3339: from) else {
          throw SyncFailure(
            .configuration, .optionInvalid,
            ["option": "--process-email-from", "value": from, "allowed": "YYYY-MM-DD"])
        }
        settings.receivedAfter = date
      }
      return settings
    }

    private func location(_ option: String, _ text: String?) throws(SyncFailure) -> ProfileSettings.Location? {
      guard let text else { return nil }
      guard let location = ProfileSettings.Location(text) else {
        throw SyncFailure(
          .configuration, .optionInvalid, ["option": option, "value": text, "allowed": "HOST:PORT"])
      }
      return location
    }

    private func range(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws(SyncFailure) -> Int? {
      guard let value else { return nil }
      guard range.contains(value) else {
        throw SyncFailure(
          .configuration, .optionInvalid,
          ["option": option, "value": String(value), "allowed": "\(range.lowerBound) - \(range.upperBound)"])
      }
      return value
    }
  }

  struct Create: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "Create a profile.")
    @Option(help: "Name of the profile.") var name: String
    @Option(help: "Kind of server: pop3-smtp.") var type = "pop3-smtp"
    @OptionGroup var options: Options
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      _ = try Reading.choice("--type", type, ["pop3-smtp": true])
      let deployment = try await open(speech)
      let warnings = try await Profiles(deployment).create(name, try options.settings())
      return ProfileCommand.changed(name, .created, warnings, speech)
    }
  }

  struct Set: AnsweringCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a profile.",
      discussion:
        "Changing a host, a port or the security erases the stored passwords: they were given for the old one.")
    @Argument(help: "Name of the profile.") var name: String
    @OptionGroup var options: Options
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let deployment = try await open(speech)
      let warnings = try await Profiles(deployment).change(name, try options.settings())
      return ProfileCommand.changed(name, .changed, warnings, speech)
    }
  }

  struct List: AnsweringCommand {
    static let configuration = CommandConfiguration(abstract: "List the profiles.")
    @OptionGroup var common: CommonOptions

    func answer(_ speech: Speech) async throws(SyncFailure) -> CommandResult {
      let profiles = try await Profiles(try await open(speech)).list()
      var result = CommandResult()
      result.data = .array(
        profiles.map { profile in
          .object([
            "name": JSONValue(profile[EmailServerProfile.name]),
            "incoming": JSONValue(ProfileCommand.location(profile, isIncoming: true)),
            "outgoing": JSONValue(ProfileCommand.location(profile, isIncoming: false)),
          ])
        })
      result.lines = profiles.map { profile in
        "\(profile[EmailServerProfile.name] ?? "")\t\(ProfileCommand.location(profile, isIncoming: true) ?? "-")\t"
          + "\(ProfileCommand.location(profile, isIncoming: false) ?? "-")"
      }
      if profiles.isEmpty { result.lines = [speech.say(.nothingFound)] }
      return result
    }
  }

  private static func location(_ profile: Record, isIncoming: Bool) -> String? {
    guard
      let host = profile[
        isIncoming ? EmailServerProfile.incomingserverlocation : EmailServerProfile.outgoingserverlocation],
      let port = profile[isIncoming ? EmailServerProfile.incomingportnumber : EmailServerProfile.outgoingportnumber]
    else { return nil }
    return "\(isIncoming ? "pop3" : "smtp")://\(host):\(port)"
  }

  private static func changed(_ name: String, _ code: MessageCode, _ warnings: [Message], _ speech: Speech)
    -> CommandResult
  {
    let kind = speech.say(EmailServerProfile.table.label)
    return CommandResult(
      data: .object(["name": .text(name)]),
      lines: [
        code == .created
          ? speech.say(.created, ["kind": kind, "name": name, "id": name]) : speech.say(.changed, ["name": name])
      ], problems: warnings)
  }
}
