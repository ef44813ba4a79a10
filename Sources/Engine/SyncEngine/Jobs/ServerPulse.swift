/// When each server was last known to serve somebody. A mailbox whose session fails while others at the same server are
/// served is in trouble itself; its server is not. REL G8
actor ServerPulse {
  private var served: [String: Double] = [:]

  /// - Parameter time: Monotonic seconds.
  func note(_ server: String, at time: Double) { served[server] = time }

  /// Whether the server served somebody after this moment.
  func served(_ server: String, after time: Double) -> Bool { served[server].map { $0 > time } ?? false }
}
