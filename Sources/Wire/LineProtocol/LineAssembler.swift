/// Cuts a stream of octets, arriving in any fragments, into lines.
///
/// A line ends at LF; a CR before it belongs to the line end. Servers that send a bare LF are understood, and the line
/// says so. At most ``maximumLineLength`` octets are ever held.
public struct LineAssembler: Sendable {
  /// One line without its line end.
  public struct Line: Equatable, Sendable {
    /// The octets before the line end.
    public var bytes: [UInt8]
    /// False when the line ended with a bare LF.
    public var endsWithCRLF: Bool

    /// A line as it was received.
    public init(bytes: [UInt8], endsWithCRLF: Bool) {
      self.bytes = bytes
      self.endsWithCRLF = endsWithCRLF
    }
  }

  /// Thrown when a line has more octets than the limit; the stream cannot be read any further.
  public struct LineTooLong: Error, Equatable, Sendable {}

  /// Octets of the longest line that is read, its end included.
  ///
  /// The standards ask for 512 (RFC 1939 §3, RFC 2449 §4, RFC 5321 §4.5.3.1.5); real servers send longer
  /// challenges and capability lines, none near 64 KiB.
  public static let maximumLineLength = 65_536

  private var partial: [UInt8] = []

  /// An assembler at the start of a line.
  public init() {}

  /// Whether a line has begun and not ended.
  public var isInsideLine: Bool { !partial.isEmpty }

  /// Takes octets from the front of `input` up to and including the next LF.
  ///
  /// - Parameter input: the octets not read yet; what was taken is removed from it.
  /// - Returns: the line, or nil when `input` ended first (all of it was taken and kept).
  /// - Throws: ``LineTooLong`` when the line exceeds ``maximumLineLength``.
  public mutating func takeLine(from input: inout ArraySlice<UInt8>) throws(LineTooLong) -> Line? {
    guard let lineFeed = input.firstIndex(of: 0x0A) else {
      guard partial.count + input.count < Self.maximumLineLength else { throw LineTooLong() }
      partial.append(contentsOf: input)
      input = []
      return nil
    }
    let length = input.distance(from: input.startIndex, to: lineFeed)
    guard partial.count + length < Self.maximumLineLength else { throw LineTooLong() }
    var bytes = partial
    bytes.append(contentsOf: input[..<lineFeed])
    partial = []
    input = input[(lineFeed + 1)...]
    guard bytes.last == 0x0D else { return Line(bytes: bytes, endsWithCRLF: false) }
    bytes.removeLast()
    return Line(bytes: bytes, endsWithCRLF: true)
  }
}
