public import ArgumentParser

/// `p2c package`.
public struct PackageCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "package", abstract: "Look into data packages of Supply Chain, pack and unpack them.",
    discussion: """
      A data package is a ZIP archive of Manifest.xml, PackageHeader.xml and a data file for each entity (docs/packages.md).

      EXAMPLES
        p2c package inspect customers.zip
        p2c package unpack customers.zip customers
        p2c package pack customers customers.zip
      """,
    subcommands: [PackageInspectCommand.self, PackagePackCommand.self, PackageUnpackCommand.self])

  public init() {}
}
