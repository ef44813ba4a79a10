import CRMModel

/// Whoever changes a property in the database itself, past the program, leaves a row that says so. Seed S4.4
///
/// The program gives every row it writes a new version; a statement of somebody else leaves the version as it was, or
/// gives none. The program never deletes a property.
extension SQLText {
  var watchingProperties: [String] {
    switch dialect {
    case .sqlite:
      [
        trigger("insert", "INSERT", "NEW.versionnumber IS NULL", name: "NEW", before: nil, after: "NEW"),
        trigger(
          "update", "UPDATE", "NEW.versionnumber IS OLD.versionnumber AND \(SQLText.differs("IS NOT"))", name: "NEW",
          before: "OLD", after: "NEW"),
        trigger("delete", "DELETE", nil, name: "OLD", before: "OLD", after: nil),
      ]
    case .postgres:
      [
        """
        CREATE FUNCTION ls_notepropertychange() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN \
        IF TG_OP = 'INSERT' THEN IF NEW.versionnumber IS NOT NULL THEN RETURN NULL; END IF; \
        ELSIF TG_OP = 'UPDATE' THEN IF NEW.versionnumber IS DISTINCT FROM OLD.versionnumber \
        OR NOT (\(SQLText.differs("IS DISTINCT FROM"))) THEN RETURN NULL; END IF; END IF; \
        \(SQLText.insertion) VALUES (gen_random_uuid(), \
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, \
        CASE WHEN TG_OP = 'DELETE' THEN OLD.columnname ELSE NEW.columnname END, \
        CASE WHEN TG_OP <> 'INSERT' THEN \(SQLText.value("OLD")) END, \
        CASE WHEN TG_OP <> 'DELETE' THEN \(SQLText.value("NEW")) END, 1); RETURN NULL; END $body$
        """,
        """
        CREATE TRIGGER ls_propertychange AFTER INSERT OR UPDATE OR DELETE ON deploymentproperties \
        FOR EACH ROW EXECUTE FUNCTION ls_notepropertychange()
        """,
      ]
    }
  }

  private func trigger(
    _ ending: String, _ event: String, _ condition: String?, name: String, before: String?, after: String?
  ) -> String {
    "CREATE TRIGGER ls_property\(ending) AFTER \(event) ON deploymentproperties "
      + (condition.map { "WHEN \($0) " } ?? "")
      + "BEGIN \(SQLText.insertion) VALUES (randomblob(16), CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000, "
      + "\(name).columnname, \(before.map(SQLText.value) ?? "NULL"), \(after.map(SQLText.value) ?? "NULL"), 1); END"
  }

  private static let insertion =
    "INSERT INTO ls_propertychange (ls_propertychangeid, ls_changedon, ls_columnname, ls_before, ls_after, ls_isoutside)"

  private static func value(_ row: String) -> String {
    "COALESCE(CAST(\(row).bitcolumn AS TEXT), CAST(\(row).intcolumn AS TEXT), \(row).nvarcharcolumn)"
  }

  private static func differs(_ comparison: String) -> String {
    "("
      + ["columnname", "bitcolumn", "intcolumn", "nvarcharcolumn"].map { "NEW.\($0) \(comparison) OLD.\($0)" }
      .joined(separator: " OR ") + ")"
  }
}
