import Testing

/// `p2c odata parse`, on the built program.
struct ODataParseTests {
  @Test("A filter, a query, a path and a URL are shown as trees")
  func trees() throws {
    let filter = try Program.run(["odata", "parse", "revenue gt 5 and not contains(name,'x')"])
    #expect(filter.exitCode == 0)
    #expect(
      filter.output == """
        and
          gt
            path revenue
            int 5
          not
            call contains
              path name
              string 'x'

        """)
    #expect(try Program.run(["odata", "parse", "$top=5"]).output == "query\n  $top 5\n")
    #expect(try Program.run(["odata", "parse", "/accounts/$count"]).output == "resource\n  name accounts\n  system $count\n")
    #expect(try Program.run(["odata", "parse", "accounts?$top=5"]).output == "resource\n  name accounts\nquery\n  $top 5\n")
    #expect(try Program.run(["odata", "parse", "--as", "path", "WhoAmI"]).output == "resource\n  name WhoAmI\n")
  }

  @Test("--json says its version, the text and the tree")
  func json() throws {
    #expect(
      try Program.run(["odata", "parse", "--json", "a eq 1"]).output == """
        {"version":1,"kind":"filter","text":"a eq 1","tree":[{"kind":"eq","children":[{"kind":"path","text":"a"},{"kind":"int","text":"1"}]}]}

        """)
    let error = try Program.run(["odata", "parse", "--json", "--as", "filter", "a eq"])
    #expect(
      error.exitCode == 3
        && error.output.hasPrefix(#"{"version":1,"kind":"filter","text":"a eq","error":{"message":"unexpected 'eq'","offset":2,"#))
  }

  @Test("An error shows the place under the text as it was given, and what was expected")
  func errors() throws {
    let program = try Program.run(["odata", "parse", "accounts?$filter=name%20eq%20%27a"])
    #expect(program.exitCode == 3)
    #expect(
      program.output == """
        error: not an OData url: a text is not closed
          accounts?$filter=name%20eq%20%27a
                                       ^ at byte 29
          expected: "'"

        """)
    let wide = try Program.run(["odata", "parse", "Größe eq )"])
    #expect(wide.output.contains("  Größe eq )\n           ^ at byte 11\n"))
  }

  @Test("4.01 takes other spellings; another version is a mistake of the command line")
  func versions() throws {
    #expect(try Program.run(["odata", "parse", "Top=5"]).output == "query\n  custom\n    option Top=5\n")
    #expect(try Program.run(["odata", "parse", "--odata-version", "4.01", "Top=5"]).output == "query\n  $top 5\n")
    let program = try Program.run(["odata", "parse", "--odata-version", "3.0", "a"])
    #expect(program.exitCode == 2 && program.errors.contains("--odata-version is 4.0 or 4.01."))
  }
}
