import ArgumentParser
import Connectors

/// The child of a rehearsal: reads a message from standard input, parses it and says nothing.
struct Parse: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Parse a message from standard input in a bounded process.", shouldDisplay: false)

  func run() { ParsingRehearsal.parseStandardInput() }
}
