import ArgumentParser

@main
struct Siptally: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tells what a SIP network answered.")
}
