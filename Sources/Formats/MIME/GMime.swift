import CGMime

/// GMime's one-time initialization; a static property is initialized exactly once, whatever the threads.
enum GMime {
  private static let once: Void = g_mime_init()

  static func initialize() { _ = once }
}
