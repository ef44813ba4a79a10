/// A character set as named in mail, mapped to what senders mean by it.
///
/// The label table follows the WHATWG Encoding Standard §4.2 where a label is commonly used for a superset
/// (iso-8859-1 for windows-1252, gb2312 for gb18030, ks_c_5601-1987 for the Unified Hangul Code).
enum Charset: Equatable {
  case ascii
  case utf8
  case windows1252
  case iso2022JP
  /// Any other, by the name iconv knows it by.
  case named(String)

  init(label: String) {
    if let known = Self.known[label] {
      self = known
      return
    }
    let key = ASCII.lowercased(label.utf8.filter { $0 != 0x22 && $0 != 0x27 && $0 != 0x20 }[...])
    self = Self.known[key] ?? .named(key)
  }

  private static let known: [String: Charset] = {
    let names: [(Charset, [String])] = [
      (
        .ascii,
        [
          "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "7bit", "us", "", "x-unknown", "unknown", "unknown-8bit",
          "default", "none", "US-ASCII",
        ]
      ),
      (.utf8, ["utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8", "UTF-8"]),
      (
        .windows1252,
        [
          "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "cp1252", "windows-1252", "x-cp1252",
          "iso88591", "cp819", "ibm819", "ansi", "windows1252", "ISO-8859-1",
        ]
      ),
      (
        .iso2022JP,
        [
          "iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "cp50220", "cp50221", "cp50222",
          "csiso2022jp", "iso-2022-jp-ms", "iso2022-jp", "ISO-2022-JP",
        ]
      ),
    ]
    var result = iconvNames.mapValues(Charset.named)
    for (charset, labels) in names { for label in labels { result[label] = charset } }
    return result
  }()

  private static let iconvNames: [String: String] = [
    "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "ms_kanji": "CP932",
    "windows-31j": "CP932", "cp932": "CP932", "ms932": "CP932", "csshiftjis": "CP932",
    "euc-jp": "EUC-JP-MS", "x-euc-jp": "EUC-JP-MS", "eucjp": "EUC-JP-MS", "cseucpkdfmtjapanese": "EUC-JP-MS",
    "gb2312": "GB18030", "gb_2312-80": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "cp936": "GB18030",
    "gb18030": "GB18030", "euc-cn": "GB18030", "csgb2312": "GB18030", "chinese": "GB18030", "gb2312_charset": "GB18030",
    "euc-kr": "UHC", "ks_c_5601-1987": "UHC", "ks_c_5601": "UHC", "ksc5601": "UHC", "ksc_5601": "UHC", "cp949": "UHC",
    "windows-949": "UHC", "korean": "UHC", "cseuckr": "UHC", "ks_c_5601-1989": "UHC", "uhc": "UHC",
    "big5": "BIG5-HKSCS", "big-5": "BIG5-HKSCS", "x-x-big5": "BIG5-HKSCS", "cn-big5": "BIG5-HKSCS",
    "csbig5": "BIG5-HKSCS", "big5-hkscs": "BIG5-HKSCS", "cp950": "BIG5-HKSCS",
    "iso-8859-9": "CP1254", "latin5": "CP1254", "windows-1254": "CP1254", "cp1254": "CP1254",
    "tis-620": "CP874", "windows-874": "CP874", "iso-8859-11": "CP874",
    "iso-8859-8-i": "ISO-8859-8", "iso-8859-8-e": "ISO-8859-8", "logical": "ISO-8859-8", "visual": "ISO-8859-8",
    "iso-8859-6-i": "ISO-8859-6", "iso-8859-6-e": "ISO-8859-6",
    "unicode-1-1-utf-7": "UTF-7", "utf-7": "UTF-7", "x-unicode20utf7": "UTF-7", "unicode-2-0-utf-7": "UTF-7",
    "koi8-u": "KOI8-U", "koi8-r": "KOI8-R", "koi8": "KOI8-R", "koi": "KOI8-R", "koi8-ru": "KOI8-RU",
    "macintosh": "MACINTOSH", "x-mac-roman": "MACINTOSH", "mac": "MACINTOSH", "x-mac-cyrillic": "MAC-CYRILLIC",
    "utf-16": "UTF-16", "unicode": "UTF-16", "ucs-2": "UTF-16", "iso-10646-ucs-2": "UTF-16",
    "windows-1250": "CP1250", "windows-1251": "CP1251", "windows-1253": "CP1253", "windows-1255": "CP1255",
    "windows-1256": "CP1256", "windows-1257": "CP1257", "windows-1258": "CP1258", "x-cp1250": "CP1250",
    "x-cp1251": "CP1251", "win-1251": "CP1251", "win1251": "CP1251", "ansi-1251": "CP1251",
    "latin2": "ISO-8859-2", "latin3": "ISO-8859-3", "latin4": "ISO-8859-4", "cyrillic": "ISO-8859-5",
    "arabic": "ISO-8859-6", "greek": "ISO-8859-7", "hebrew": "ISO-8859-8", "latin6": "ISO-8859-10",
    "latin9": "ISO-8859-15", "latin-9": "ISO-8859-15", "iso8859-15": "ISO-8859-15",
  ]
}
