#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace binnacle::contract {

// A server in a session of its own, its output in `folder`/NAME.log; ended, with all that it
// started, with the object.
class ServerProcess
{
public:
    ~ServerProcess() { stop(); }
    // Returns when `healthUrl` answers with 200: an empty text, or what it said.
    QString start(const QString& program, const QStringList& arguments, const QString& log,
                  const QString& healthUrl);
    void stop();

private:
    QProcess process_;
    qint64 session_ = 0;
};

} // namespace binnacle::contract
