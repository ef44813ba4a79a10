extension MessageCode {
  /// What is said about a command line that was not understood.
  static let usageWords: [MessageCode: Words] = [
    .usageMissing: Words(
      "{command} needs {argument}.",
      "{command} には {argument} が必要です。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageUnknownOption: Words(
      "{command} has no option {argument}.",
      "{command} にオプション {argument} はありません。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageMistyped: Words(
      "{command} has no option {argument}. Is {suggestion} meant?",
      "{command} にオプション {argument} はありません。{suggestion} ではありませんか。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageUnexpected: Words(
      "{command} does not understand \"{argument}\".",
      "{command} は「{argument}」を解釈できません。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageValueMissing: Words(
      "{command}: a value is missing behind {argument}.",
      "{command}: {argument} の値が指定されていません。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageValueInvalid: Words(
      "{command}: \"{value}\" is no value for {argument}.",
      "{command}: 「{value}」は {argument} の値として使用できません。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageValueUnwanted: Words(
      "{command}: {argument} takes no value.",
      "{command}: {argument} に値は指定できません。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageTwice: Words(
      "{command}: {argument} contradicts what was said before.",
      "{command}: {argument} は前の指定と矛盾しています。",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageOther: Words(
      "{command} was not understood: {text}",
      "{command} を解釈できません: {text}",
      "See: {command} --help",
      "参照: {command} --help"),
    .usageIs: Words(
      "Usage: {usage}",
      "使用法: {usage}",
      "",
      ""),
    .usageOption: Words(
      "{option} does not understand \"{value}\".",
      "{option} に指定された「{value}」を解釈できません。",
      "Use: {allowed}",
      "指定できる値: {allowed}"),
    .usageOnce: Words(
      "lockstep sync needs --once.",
      "lockstep sync には --once が必要です。",
      "Say --once; to keep synchronizing run: lockstep serve",
      "--once を指定してください。同期を続けるには lockstep serve を実行してください。"),
    .usageEither: Words(
      "Exactly one of these is needed: {options}",
      "次のいずれか 1 つを指定する必要があります: {options}",
      "Say which of them it is.",
      "どちらか一方を指定してください。"),
  ]
}
