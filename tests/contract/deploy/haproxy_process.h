#pragma once

#include <QProcess>
#include <QString>

namespace binnacle::contract {

// A real HAProxy over a configuration file; ended with the object.
class HaproxyProcess
{
public:
    ~HaproxyProcess() { stop(); }
    // Returns when `socket` is there. An empty text, or what it said.
    QString start(const QString& configuration, const QString& socket);
    void stop();

private:
    QProcess process_;
};

} // namespace binnacle::contract
