@main struct Main { static func main() { print("under construction") } }
