#pragma once

#include "services/domain/result.h"

#include <QProcess>
#include <QStringList>

#include <memory>
#include <string>

namespace binnacle::contract {

// A real MLflow tracking server on 127.0.0.1 and a free port, over a SQLite store in `folder`.
// Ended, with all its workers, when the object goes.
class MlflowServer
{
public:
    struct Options
    {
        QString environment = QStringLiteral("mlflow3"); // or mlflow2
        QString folder;        // holds mlflow.db, artifacts and server.log
        QString backendStore;  // empty: sqlite:///<folder>/mlflow.db
        QStringList arguments; // further ones, such as --app-name basic-auth
        QStringList variables; // NAME=value, for the server's environment
        int workers = 1;
        int secondsToStart = 240;
        int port = 0; // 0: a free one
    };

    // Returns when /health answers.
    static Result<std::unique_ptr<MlflowServer>> start(const Options& options);
    ~MlflowServer();

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(port_); }
    std::string address() const { return url().toStdString(); }
    int port() const { return port_; }
    void stop();

private:
    MlflowServer() = default;
    bool healthy() const;

    QProcess process_;
    int port_ = 0;
    qint64 group_ = 0;
};

// A port that nothing listens on at the moment.
int freePort();

} // namespace binnacle::contract
