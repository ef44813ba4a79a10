/// Reads a large message while it arrives and hands its parts on, so that neither the message nor a part of it is ever
/// here as a whole. What `MIMEParser` says of a message this says of it too, but for the contents, which are pieces.
public struct MIMEStream: Sendable {
  /// Decoded octets of a leaf, in order.
  public struct Piece: Equatable, Sendable {
    /// Which leaf; `Attachment.part` says which attachment that is. A part of nothing but white space is none.
    public let part: Int
    public let content: [UInt8]
  }

  /// From how many octets on a leaf is handed on.
  package struct Thresholds: Sendable {
    var leaf = 64 << 10
    /// While parts below `leaf` fill the memory.
    var smallLeaf = 4 << 10
    /// Octets of a message that are kept before small leaves are handed on too.
    var kept = 6 << 20
    /// A longer text nobody reads as a body: it becomes an attachment.
    var body = 4 << 20

    /// Everything but bodies is handed on at once, for tests.
    package static let least = Thresholds(leaf: 1, smallLeaf: 1, kept: 0, body: .max)
  }

  private let limits: Limits
  private let thresholds: Thresholds
  private var scanner: EntityScanner
  private var leaves: [Int: ArrivingLeaf] = [:]
  private var total = 0

  public init(limits: Limits = .standard) { self.init(limits: limits, thresholds: Thresholds()) }

  package init(limits: Limits, thresholds: Thresholds) {
    self.limits = limits
    self.thresholds = thresholds
    scanner = EntityScanner([], limits: limits)
  }

  /// - Parameter chunk: The next octets of the message; the first chunk should hold its header.
  public mutating func append(_ chunk: [UInt8]) -> [Piece] {
    total += chunk.count
    guard total <= limits.messageBytes else { return [] }
    scanner.append(chunk)
    guard let (index, entity) = scanner.arrivingLeaf else { return [] }
    let minimum = minimum(of: index, entity)
    if leaves[index]?.isOver == true { return [] }
    let decoding = entity.isOpaque ? .identity : TransferDecoding(of: entity)
    guard ArrivingLeaf.canRead(decoding), let lines = scanner.takeContent(atLeast: minimum) else { return [] }
    let isText = !entity.isOpaque && (entity.type.isText || entity.type.isMessage)
    let content = leaves[index, default: ArrivingLeaf(decoding, isText: isText)].decode(lines)
    return content.isEmpty ? [] : [Piece(part: index, content: content)]
  }

  private func minimum(of index: Int, _ entity: Entity) -> Int {
    if leaves[index] != nil { return 1 }
    let isBody = ["text/plain", "text/html"].contains(entity.type.value) && entity.disposition?.value != "attachment"
    if isBody, !entity.isOpaque { return thresholds.body }
    return scanner.bytes.count > thresholds.kept ? thresholds.smallLeaf : thresholds.leaf
  }

  /// The message. Of an attachment with a `part`, `content` is the end that was not handed out yet.
  public mutating func finish() throws(MIMEError) -> ParsedMessage {
    guard total <= limits.messageBytes else { throw MIMEError(.messageTooLarge) }
    scanner.finish()
    guard let message = scanner.entities.first, !message.fields.isEmpty else { throw MIMEError(.noHeader) }
    var assembly = MessageAssembly(scanner: scanner, limits: limits, hashes: true, arrived: leaves)
    return assembly.message()
  }
}
