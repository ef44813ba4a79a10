import CRMModel
import Foundation

/// Reads a message in another process first: if that one dies, this one does not try. Parsing is a pure function, so
/// what a child survived the parent survives.
package enum ParsingRehearsal {
  /// Deaths after which a message is left alone: one may be bad luck.
  static let deaths = 2
  /// Bounds of the child: seconds of CPU and octets of memory.
  static let cpuSeconds: UInt = 30
  static let memory: UInt = 4 << 30

  /// How children died of this message, or nil if one lived.
  static func death(of bytes: [UInt8]) async -> String? {
    var last = ""
    for _ in 0..<deaths {
      guard let signal = await fatalSignal(ofChildWith: bytes) else { return nil }
      last = "signal \(signal)"
    }
    return last
  }

  /// The fatal signal of a child that parses these bytes. An outside SIGKILL is not a death.
  private static func fatalSignal(ofChildWith bytes: [UInt8]) async -> Int32? {
    await withCheckedContinuation { continuation in
      // Waiting for a process blocks, so it is not done on the cooperative pool.
      DispatchQueue.global().async {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["parse"]
        var environment = ["SWIFT_BACKTRACE": "enable=no"]
        environment[ReadingTrap.variable] = ReadingTrap.text
        child.environment = environment
        // A child that died early closes the pipe; what matters is how it ended, not the signal of the write.
        signal(SIGPIPE, SIG_IGN)
        let input = Pipe()
        child.standardInput = input
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        guard (try? child.run()) != nil else { return continuation.resume(returning: nil) }
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
        try? input.fileHandleForWriting.close()
        child.waitUntilExit()
        let isDeath = child.terminationReason == .uncaughtSignal && child.terminationStatus != SIGKILL
        continuation.resume(returning: isDeath ? child.terminationStatus : nil)
      }
    }
  }

  /// The child's side: bounded, without any other file or network use.
  package static func parseStandardInput() {
    var cpu = rlimit(rlim_cur: rlim_t(cpuSeconds), rlim_max: rlim_t(cpuSeconds + 5))
    setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &cpu)
    var space = rlimit(rlim_cur: rlim_t(memory), rlim_max: rlim_t(memory))
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
    guard let data = try? FileHandle.standardInput.readToEnd() else { return }
    guard case .success(let mail) = MailTranslation.message([UInt8](data)) else { return }
    // What a forward mailbox unwraps is read in the parent as well.
    for attachment in mail.attachments where attachment.mediaType.lowercased() == "message/rfc822" {
      _ = MailTranslation.message(attachment.content)
    }
  }
}
