import CRMModel
import Crypto
import MIME

/// A message while it arrives. A usual one is kept until it is whole; the contents of a large one go to the store piece
/// by piece.
struct ArrivingMail: Sendable {
  private let spill: ContentSpill
  /// What has arrived of a message of usual size.
  private var whole: [UInt8] = []
  private var large: Large?

  /// A message that is read as it arrives.
  private struct Large {
    var stream = MIMEStream()
    var headerBlock: [UInt8]
    var parts: [Int: Part] = [:]
    var raw: ContentSpill.Draft?
    var rawHash = SHA256()
  }

  private struct Part {
    var draft: ContentSpill.Draft
    var size = 0
  }

  /// Whether the message is kept until it is whole whatever its size, since its last reading never ended.
  private let isHeld: Bool

  /// - Parameter expected: Octets, as the server says; a hint.
  init(spill: ContentSpill, expected: Int, isHeld: Bool) {
    self.spill = spill
    self.isHeld = isHeld
    whole.reserveCapacity(min(expected, ContentSpill.messageBytes) + 64)
  }

  mutating func append(_ chunk: [UInt8]) async throws(SyncFailure) {
    if large != nil { return try await read(chunk) }
    whole += chunk
    guard whole.count > ContentSpill.messageBytes, !isHeld, whole.contains(0x0A),
      let header = try? MIMEParser.parseHeader(whole), !header.headers.isEmpty
    else { return }
    var large = Large(headerBlock: MailTranslation.headerBlock(of: whole))
    if spill.keepsRaw { large.raw = spill.draft() }
    self.large = large
    let first = whole
    whole = []
    try await read(first)
  }

  private mutating func read(_ chunk: [UInt8]) async throws(SyncFailure) {
    guard let pieces = large?.stream.append(chunk) else { return }
    if large?.raw != nil {
      large?.rawHash.update(data: chunk)
      try await large?.raw?.append(chunk)
    }
    for piece in pieces { try await store(piece.content, ofPart: piece.part) }
  }

  private mutating func store(_ content: [UInt8], ofPart number: Int) async throws(SyncFailure) {
    var part = large?.parts[number] ?? Part(draft: spill.draft())
    part.size += content.count
    if part.size <= spill.largestContent { try await part.draft.append(content) }
    large?.parts[number] = part
  }

  /// The message ended. What cannot be read is an element, not an error.
  func finish(_ item: RemoteItem) async throws(SyncFailure) -> FetchedMail {
    var arrived = self
    return try await arrived.end(item)
  }

  private mutating func end(_ item: RemoteItem) async throws(SyncFailure) -> FetchedMail {
    guard var large else {
      if isHeld, let death = await ParsingRehearsal.death(of: whole) {
        let failure = SyncFailure(.item, .messageKillsParser, ["reason": death])
        return FetchedMail(item: item, raw: whole, mail: .failure(failure))
      }
      return FetchedMail(item: item, raw: whole, mail: MailTranslation.message(whole))
    }
    let raw = Array(large.rawHash.finalize())
    try await large.raw?.settle(as: raw)
    let storedRaw = large.raw == nil ? nil : raw
    let parsed: ParsedMessage
    do {
      parsed = try large.stream.finish()
    } catch {
      return FetchedMail(item: item, raw: [], storedRaw: storedRaw, mail: .failure(MailTranslation.failure(error)))
    }
    for attachment in parsed.attachments {
      guard let number = attachment.part, attachment.size <= spill.largestContent else { continue }
      self.large = large
      try await store(attachment.content, ofPart: number)
      large = self.large ?? large
      try await large.parts[number]?.draft.settle(as: attachment.sha256)
    }
    let mail = MailTranslation.mail(parsed, headerBlock: large.headerBlock)
    return FetchedMail(item: item, raw: [], storedRaw: storedRaw, mail: .success(mail))
  }
}
