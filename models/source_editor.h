#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/backends/backend_registry.h"
#include "services/credentials/credential_store.h"
#include "services/workspace/workspace.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace binnacle {

// What a person typed to add a source.
struct SourceDraft
{
    enum class Access { None, Basic, Token };
    QString address; // a user and password inside it are taken where `access` is None
    QString name;    // empty: suggested from the address
    Access access = Access::None;
    QString user;   // Basic
    QString secret; // password or token: goes to the system's keychain, never to a file
    QString caFile; // certificate authority for https; empty: the system's
};

// An address that holds a user and password, with these apart; nothing where it holds none.
std::optional<SourceDraft> withPasswordApart(const QString& address);

// Where the secrets of a draft go. The backends read `trial` first, then `kept`.
struct SourceSecrets
{
    std::shared_ptr<CredentialStore> kept;  // the system's keychain
    std::shared_ptr<CredentialStore> trial; // until the end of the program: a test, no keychain
};

// Adds, tests, renames and removes sources on worker threads. Answers come by signals.
class SourceEditor : public QObject
{
    Q_OBJECT
public:
    SourceEditor(std::shared_ptr<Workspace> workspace, const BackendRegistry& backends,
                 WorkerPools& pools, SourceSecrets secrets, QObject* parent = nullptr);

    // What the address would be: looks at the disk, never at the network. Latest question only.
    void recognise(const QString& address);
    // Recognises the address and asks the source for its product. Latest question only.
    void test(const SourceDraft& draft);
    void cancelTest() { testing_.cancel(); }
    // A name that is taken gets a number behind it.
    void add(const SourceDraft& draft);
    void rename(SourceId source, const QString& name);
    void remove(const Source& source);

signals:
    void recognised(QString address, QString kindTitle); // empty title: none of the kinds
    void tested(bool ok, QString sentence);
    // `note`: a sentence worth reading though it worked, or empty.
    void added(binnacle::SourceId source, QString name, QString note);
    void addFailed(QString address, QString sentence);
    void renamed();
    void removed();
    void failed(QString sentence); // rename, remove

private:
    std::shared_ptr<Workspace> workspace_;
    const BackendRegistry& backends_;
    WorkerPools& pools_;
    SourceSecrets secrets_;
    LatestOnly recognising_;
    LatestOnly testing_;
};

} // namespace binnacle
