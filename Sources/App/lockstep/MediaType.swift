/// The media type of a file, by the ending of its name.
enum MediaType {
  static let unknown = "application/octet-stream"

  private static let endings: [String: String] = [
    "txt": "text/plain", "csv": "text/csv", "html": "text/html", "htm": "text/html", "ics": "text/calendar",
    "vcf": "text/vcard", "md": "text/markdown", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "svg": "image/svg+xml", "webp": "image/webp", "tif": "image/tiff", "tiff": "image/tiff",
    "mp3": "audio/mpeg", "wav": "audio/wav", "mp4": "video/mp4", "pdf": "application/pdf", "zip": "application/zip",
    "gz": "application/gzip", "json": "application/json", "xml": "application/xml", "rtf": "application/rtf",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
  ]

  static func ofFile(named name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return unknown }
    return endings[name[name.index(after: dot)...].lowercased()] ?? unknown
  }
}
