/// What is in no figure because the capture does not show enough of it, by what is missing; each counts once.
package struct Exclusions: Equatable, Sendable {
    /// Attempts and registrations.
    package private(set) var attempts: UInt64 = 0
    package private(set) var registrations: UInt64 = 0

    /// Both together.
    package var total: UInt64 { attempts &+ registrations }

    mutating func addAttempt() { attempts &+= 1 }
    mutating func addRegistration() { registrations &+= 1 }
}
