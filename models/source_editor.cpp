#include "models/source_editor.h"

#include "models/source_text.h"
#include "services/credentials/address_credentials.h"
#include "services/workspace/source_store.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("SourceEditor", text);
}

std::string freeName(const std::vector<Source>& sources, const std::string& wanted)
{
    const auto taken = [&sources](const std::string& name) {
        return std::any_of(sources.begin(), sources.end(),
                           [&name](const Source& source) { return source.name == name; });
    };
    std::string name = wanted;
    for (int number = 2; taken(name); ++number)
        name = wanted + " " + std::to_string(number);
    return name;
}

Credentials credentialsOf(const SourceDraft& draft)
{
    Credentials credentials;
    if (draft.access == SourceDraft::Access::Basic) {
        credentials.kind = Credentials::Kind::Basic;
        credentials.user = draft.user.toStdString();
    } else if (draft.access == SourceDraft::Access::Token) {
        credentials.kind = Credentials::Kind::Bearer;
    }
    if (draft.access != SourceDraft::Access::None)
        credentials.secret = draft.secret.toStdString();
    else if (const auto inside = credentialsInAddress(draft.address.toStdString()))
        credentials = *inside;
    credentials.caFile = draft.caFile.trimmed().toStdString();
    return credentials;
}

struct Added
{
    Source source;
    QString note;
};

// Where a password of the address went: it is not in the address any more.
QString noteOfAddress(const SourceDraft& draft)
{
    if (!credentialsInAddress(draft.address.toStdString()))
        return {};
    return draft.access == SourceDraft::Access::None
               ? say("The user and password of the address were moved to the keychain.")
               : say("The user and password inside the address were left out: those typed count.");
}

// Keeps the secrets; where there is no keychain they stay in memory and a note says so.
Result<QString> keepSecrets(const SourceSecrets& secrets, const std::string& address,
                            const Credentials& credentials)
{
    if (credentials == Credentials{})
        return QString();
    const auto kept = secrets.kept->write(address, credentials);
    if (kept) {
        (void)secrets.trial->remove(address); // nothing there is fine
        return QString();
    }
    if (kept.error().kind != Error::Kind::Unsupported)
        return failure(kept.error());
    if (const auto inMemory = secrets.trial->write(address, credentials); !inMemory)
        return failure(inMemory.error());
    return say("This session has no keychain: the password is forgotten when Binnacle ends.");
}

Result<Added> addSource(const std::shared_ptr<Workspace>& workspace,
                        const BackendRegistry& backends, const SourceSecrets& secrets,
                        const SourceDraft& draft)
{
    auto source = backends.recognise(draft.address.trimmed().toStdString());
    if (!source)
        return failure(source.error());
    const SourceStore store(workspace);
    const auto known = store.list();
    if (!known)
        return failure(known.error());
    for (const Source& other : *known) {
        if (other.uri == source->uri)
            return failure(
                Error::Kind::Conflict,
                say("This place is a source already: %1.").arg(QString::fromStdString(other.name)));
    }
    const QString name = draft.name.trimmed().isEmpty()
                             ? suggestedSourceName(QString::fromStdString(source->uri))
                             : draft.name.trimmed();
    source->name = freeName(*known, name.toStdString());
    if (const auto prepared = backends.prepare(*source); !prepared)
        return failure(prepared.error());
    const auto note = keepSecrets(secrets, source->uri, credentialsOf(draft));
    if (!note)
        return failure(note.error());
    const auto id = store.add(*source);
    if (!id)
        return failure(id.error());
    source->id = *id;
    return Added{*source, note->isEmpty() ? noteOfAddress(draft) : *note};
}

Result<TrackingProbe> testSource(const BackendRegistry& backends, const SourceSecrets& secrets,
                                 const SourceDraft& draft, std::stop_token stop)
{
    const auto source = backends.recognise(draft.address.trimmed().toStdString());
    if (!source)
        return failure(source.error());
    const Credentials credentials = credentialsOf(draft);
    const auto tried = credentials == Credentials{}
                           ? secrets.trial->remove(source->uri)
                           : secrets.trial->write(source->uri, credentials);
    if (!tried)
        return failure(tried.error());
    const auto backend = backends.open(*source);
    if (!backend)
        return failure(backend.error());
    return (*backend)->probe(std::move(stop));
}

} // namespace

std::optional<SourceDraft> withPasswordApart(const QString& address)
{
    const auto inside = credentialsInAddress(address.toStdString());
    if (!inside)
        return std::nullopt;
    SourceDraft draft;
    draft.address = QString::fromStdString(withoutCredentials(address.toStdString()));
    draft.access = SourceDraft::Access::Basic;
    draft.user = QString::fromStdString(inside->user);
    draft.secret = QString::fromStdString(inside->secret);
    return draft;
}

SourceEditor::SourceEditor(std::shared_ptr<Workspace> workspace, const BackendRegistry& backends,
                           WorkerPools& pools, SourceSecrets secrets, QObject* parent)
    : QObject(parent)
    , workspace_(std::move(workspace))
    , backends_(backends)
    , pools_(pools)
    , secrets_(std::move(secrets))
{
}

void SourceEditor::recognise(const QString& address)
{
    recognising_.run(
        &pools_.readers, this,
        [backends = &backends_, text = address.trimmed().toStdString()](std::stop_token) {
            return backends->recognise(text);
        },
        [this, address](const Result<Source>& source) {
            emit recognised(address, source ? sourceKindTitle(source->kind) : QString());
        });
}

void SourceEditor::test(const SourceDraft& draft)
{
    testing_.run(
        &pools_.jobs, this,
        [backends = &backends_, secrets = secrets_, draft](std::stop_token stop) {
            return testSource(*backends, secrets, draft, std::move(stop));
        },
        [this](const Result<TrackingProbe>& probe) {
            if (!probe) {
                emit tested(false, probe.error().message);
                return;
            }
            QString sentence = say("It answers: %1.").arg(QString::fromStdString(probe->product));
            for (const std::string& warning : probe->warnings)
                sentence += QLatin1Char(' ') + QString::fromStdString(warning);
            emit tested(true, sentence);
        });
}

void SourceEditor::add(const SourceDraft& draft)
{
    deliver(
        onPool(&pools_.jobs, [workspace = workspace_, backends = &backends_, secrets = secrets_,
                              draft] { return addSource(workspace, *backends, secrets, draft); }),
        this, [this, address = draft.address](const Result<Added>& result) {
            if (result)
                emit added(result->source.id, QString::fromStdString(result->source.name),
                           result->note);
            else
                emit addFailed(address, result.error().message);
        });
}

void SourceEditor::rename(SourceId source, const QString& name)
{
    const QString wanted = name.trimmed();
    if (wanted.isEmpty()) {
        emit failed(say("A source needs a name."));
        return;
    }
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_, source, wanted] {
                       return SourceStore(workspace).rename(source, wanted.toStdString());
                   }),
            this, [this](const Result<void>& result) {
                if (result)
                    emit renamed();
                else
                    emit failed(result.error().message);
            });
}

void SourceEditor::remove(const Source& source)
{
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, secrets = secrets_, source]() -> Result<void> {
                       auto result = SourceStore(workspace).remove(source.id);
                       if (!result)
                           return result;
                       (void)secrets.trial->remove(source.uri);
                       // No keychain in this session: then nothing is kept in it either.
                       if (auto gone = secrets.kept->remove(source.uri);
                           !gone && gone.error().kind != Error::Kind::Unsupported)
                           return gone;
                       return {};
                   }),
            this, [this](const Result<void>& result) {
                if (result)
                    emit removed();
                else
                    emit failed(result.error().message);
            });
}

} // namespace binnacle
