#include "tests/contract/deploy/haproxy_process.h"

#include <QElapsedTimer>
#include <QFile>

namespace binnacle::contract {

QString HaproxyProcess::start(const QString& configuration, const QString& socket)
{
    QFile::remove(socket);
    process_.setProcessChannelMode(QProcess::MergedChannels);
    process_.setStandardOutputFile(configuration + QStringLiteral(".log"));
    process_.start(QStringLiteral("/usr/sbin/haproxy"),
                   {QStringLiteral("-db"), QStringLiteral("-f"), configuration});
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(socket)) {
        if (process_.waitForFinished(50) || timer.elapsed() > 20'000) {
            QFile log(configuration + QStringLiteral(".log"));
            return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll())
                                                 : QStringLiteral("HAProxy does not start");
        }
    }
    return {};
}

void HaproxyProcess::stop()
{
    if (process_.state() == QProcess::NotRunning)
        return;
    process_.kill();
    process_.waitForFinished();
}

} // namespace binnacle::contract
