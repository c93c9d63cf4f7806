#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace binnacle::contract {

// A real Kubernetes API for custom resources (apiserver/main.go) over a real etcd, with the
// resources of KServe and Seldon; on 127.0.0.1, with TLS. Users: the token “secret-of-kim”, and
// whoever has a client certificate of its authority. Ended with the object.
class ApiServer
{
public:
    ~ApiServer();
    QString start(); // an empty text, or what went wrong
    void stopApi();  // etcd stays
    QString startApi();

    QString url() const { return QStringLiteral("https://127.0.0.1:%1").arg(port_); }
    QString file(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    // A kubeconfig whose user is this YAML flow mapping: {token: …}.
    QString kubeconfig(const QString& user) const;

private:
    QString defineResources();

    QTemporaryDir folder_;
    QProcess etcd_, api_;
    int port_ = 0, etcdPort_ = 0;
};

} // namespace binnacle::contract
