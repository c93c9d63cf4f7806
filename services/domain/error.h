#pragma once

#include <QCoreApplication>
#include <QString>

namespace binnacle {

// What went wrong, in a form that tells what to retry and what to ask the person.
struct Error
{
    enum class Kind {
        Network,     // no answer, or an answer that ended early: worth a retry
        Auth,        // the server refused the credentials
        NotFound,    // the thing named does not exist
        Conflict,    // it changed meanwhile
        Invalid,     // the input or answer is wrong: a retry gives the same
        Storage,     // disk, database or file trouble on this machine
        Cancelled,   // a person or a shutdown stopped it
        Unsupported, // the source can not do this
    };

    Kind kind = Kind::Invalid;
    QString message; // one sentence for a person: what failed, where, what to do
    QString detail;  // for a log

    bool operator==(const Error&) const = default;
};

inline Error cancelledError()
{
    return {Error::Kind::Cancelled, QCoreApplication::translate("binnacle", "Cancelled."), {}};
}

} // namespace binnacle
