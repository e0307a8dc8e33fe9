extension Layout {
  /// A list as a table; some words where there is nothing in it.
  func table(
    _ caption: String, _ columns: [String], _ rows: [Markup], none: String
  ) -> Markup {
    if rows.isEmpty { return "<p class=\"none\">\(none)</p>" }
    let heads = columns.map { name -> Markup in "<th scope=\"col\">\(name)</th>" }
    return """
      <table class="runs"><caption class="hidden">\(caption)</caption>\
      <thead><tr>\(heads)</tr></thead><tbody>
      \(rows)</tbody></table>
      """
  }

  /// The way to the next page, unless this is the last.
  func more(_ next: String?, _ label: String) -> Markup {
    next.map { "<p><a rel=\"next\" href=\"\(attribute: $0)\">\(label)</a></p>" } ?? ""
  }
}
