import Testing

struct LevelsTests {
  @Test("p2c levels tells what a hotfix brings, in words")
  func diff() throws {
    try Program.inFolder([:]) { folder in
      let program = try Program.run(["levels", "diff", "7.2", "7.2+KB4036461"], in: folder)
      #expect(program.exitCode == 0)
      #expect(
        program.output == """
          From 7.2 to 7.2+KB4036461
          + Order headers to Sales. Before, order projects end in validation: CDSSalesOrderHeaders is not among the entities.

          """)
      #expect(try Program.run(["levels", "diff", "7.3", "7.3"], in: folder).output.hasSuffix("\nNothing changes.\n"))
    }
  }

  @Test("p2c levels diff tells what the one-time job completes and brings, and what a switch takes at its word")
  func jobAndSwitch() throws {
    try Program.inFolder([:]) { folder in
      let all = "1611+KB4033093+KB4037542+KB4051266"
      let job = try Program.run(["levels", "diff", all, "\(all)+job"], in: folder).output
      #expect(job.contains("+ Sellable released products. Before, the product list is stale"))
      #expect(job.contains("+ Numbers on lines that were there before. Before, lines made before the hotfix share the number 0"))
      let before = try Program.run(["levels", "diff", "1611", "1611+KB4033093"], in: folder).output
      #expect(before.contains(" Until SalesPopulateProspectToCash has run, the product list is stale"))
      let third = ["levels", "diff", "1611+KB4033093", "1611+KB4033093+KB4051266"]
      #expect(try Program.run(third, in: folder).output.contains("+ Orders from Sales."))
      let literal = try Program.run(third + ["--literal-kb-text"], in: folder).output
      #expect(literal.contains("+ Order headers to Sales.") && !literal.contains("Orders from Sales."))
      #expect(
        try Program.run(["levels", "diff", "7.2", "7.2+job"], in: folder).errors.contains("7.2 has no job SalesPopulateProspectToCash"))
    }
  }

  @Test(
    "Levels that cannot be are refused with those there are",
    arguments: [
      (["7.2", "7.2+KB1"], "error: There is no hotfix 'KB1'. Those of 7.2: KB4036461, KB4036524, KB4045570."),
      (["7.2", "solution 1.15.0.1"], "error: '7.2' and 'solution 1.15.0.1' are of two systems; name two levels of one"),
      (["solution 1.x", "solution none"], "error: solution version '1.x' is not a version"),
    ])
  func refused(levels: [String], message: String) throws {
    try Program.inFolder([:]) { folder in
      let program = try Program.run(["levels", "diff"] + levels, in: folder)
      #expect(program.exitCode == 2)
      #expect(program.errors.contains(message))
    }
  }

  @Test("The whole table has every release, hotfix and version")
  func table() throws {
    try Program.inFolder([:]) { folder in
      let program = try Program.run(["levels"], in: folder)
      #expect(program.exitCode == 0)
      for text in [
        "1611+KB4033093+KB4037542+KB4051266", "contains KB4036461 and KB4036524", "15.0.0.2", "Freight Tax", "KB4051266+job",
        "the product list is stale",
        "its printed text says: Order headers to Sales, Order lines to Sales; --literal-kb-text takes it at its word",
      ] {
        #expect(program.output.contains(text))
      }
    }
  }
}
