#include "models/source_text.h"

#include "models/number_text.h"
#include "models/relative_time.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>
#include <QUrl>

namespace binnacle {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("SourceText", text);
}

QString edits(qint64 count)
{
    return count == 1 ? say("1 edit waiting") : say("%1 edits waiting").arg(countText(count));
}

} // namespace

QString sourceStateText(const SourceState& state, qint64 now)
{
    switch (state.reach) {
    case SourceState::Reach::Offline:
        return state.offlineSince ? say("offline since %1").arg(sinceTime(*state.offlineSince, now))
                                  : say("offline");
    case SourceState::Reach::Failed:
        return state.lastSync ? say("needs attention, last mirrored %1")
                                    .arg(relativeTime(*state.lastSync, now))
                              : say("needs attention");
    case SourceState::Reach::Online:
    case SourceState::Reach::Unknown:
        break;
    }
    return state.lastSync ? relativeTime(*state.lastSync, now) : say("not mirrored yet");
}

QString sourceStatusLine(const Source& source, const SourceState& state, qint64 now)
{
    QString line =
        QString::fromStdString(source.name) + QStringLiteral(", ") + sourceStateText(state, now);
    if (state.pendingEdits > 0)
        line += QStringLiteral(" · ") + edits(state.pendingEdits);
    return line;
}

QString sourceToolTip(const Source& source, const SourceState& state)
{
    QStringList lines{QString::fromStdString(source.name), QString::fromStdString(source.uri)};
    if (!state.product.empty())
        lines << QString::fromStdString(state.product);
    lines << say("%1 runs mirrored").arg(countText(state.runs));
    if (state.lastSync)
        lines << say("last mirrored %1").arg(exactTime(*state.lastSync));
    if (state.offlineSince)
        lines << say("offline since %1").arg(exactTime(*state.offlineSince));
    if (state.pendingEdits > 0)
        lines << edits(state.pendingEdits);
    if (!state.message.empty())
        lines << QString::fromStdString(state.message);
    return lines.join(QLatin1Char('\n'));
}

QString sourceKindTitle(const std::string& kind)
{
    if (kind == "mlflow-rest")
        return say("MLflow server");
    if (kind == "mlflow-db")
        return say("MLflow database");
    if (kind == "mlflow-files")
        return say("mlruns folder");
    if (kind == "tensorboard")
        return say("TensorBoard log folder");
    return QString::fromStdString(kind);
}

QString suggestedSourceName(const QString& address)
{
    const QString text = address.trimmed();
    const QUrl url(text);
    if (url.scheme().startsWith(QStringLiteral("http")) && !url.host().isEmpty()) {
        const QString host = url.host();
        const bool bare =
            host == QStringLiteral("localhost") ||
            (!host.isEmpty() && (host[0].isDigit() || host.contains(QLatin1Char(':'))));
        const QString name = bare ? host : host.section(QLatin1Char('.'), 0, 0);
        return bare && url.port() > 0 ? QStringLiteral("%1:%2").arg(name).arg(url.port()) : name;
    }
    QString path = text;
    for (const auto* prefix : {"sqlite://", "file://"}) {
        const QString start = QString::fromLatin1(prefix);
        if (path.startsWith(start))
            path = path.mid(start.size());
    }
    while (path.startsWith(QStringLiteral("//")))
        path.remove(0, 1);
    path = QDir::cleanPath(path);
    const QString home = QDir::homePath();
    if (path.startsWith(home + QLatin1Char('/')) &&
        path.count(QLatin1Char('/')) <= home.count(QLatin1Char('/')) + 2)
        return QStringLiteral("~") + path.mid(home.size());
    const QFileInfo info(path);
    const QString parent = QFileInfo(info.path()).fileName();
    static const QStringList usual = {QStringLiteral("mlruns"), QStringLiteral("mlflow.db"),
                                      QStringLiteral("logs"), QStringLiteral("runs")};
    if (usual.contains(info.fileName()) && !parent.isEmpty())
        return parent + QLatin1Char('/') + info.fileName();
    return info.fileName();
}

} // namespace binnacle
