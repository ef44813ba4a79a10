package import CRMModel

/// Reads the bytes of a message as mail.
package enum MailReading {
  package static func message(_ bytes: [UInt8]) -> Result<IncomingMail, SyncFailure> { MailTranslation.message(bytes) }
}
