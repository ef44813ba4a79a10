/// A password or token. It never prints: not in descriptions, not in dumps, not in reflections.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The only way to the text; a search for its callers shows everybody who sees secrets.
  package func reveal() -> String { text }

  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
