#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace binnacle::contract {

// What one call of binnacle-cli gave back.
struct CliAnswer
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    QJsonArray array() const;
    QJsonObject object() const;
    // Both streams, for the message of a failed check.
    QByteArray all() const { return output + errors; }
};

// Runs the real executable on one workspace, without a display.
class CliProcess
{
public:
    explicit CliProcess(QString workspace, int mostMilliseconds = 60'000)
        : workspace_(std::move(workspace)), mostMilliseconds_(mostMilliseconds)
    {
    }
    CliAnswer operator()(QStringList arguments) const;

private:
    QString workspace_;
    int mostMilliseconds_;
};

} // namespace binnacle::contract
