#include "models/source_finder.h"

#include "models/number_text.h"
#include "models/relative_time.h"

#include <QCoreApplication>
#include <QDir>
#include <QStringList>

namespace binnacle {

namespace {

QString titleOf(const StoreCandidate& candidate)
{
    switch (candidate.kind) {
    case StoreCandidate::Kind::MlflowServer:
        return SourceFinder::tr("MLflow server");
    case StoreCandidate::Kind::MlflowDatabase:
        return SourceFinder::tr("MLflow database");
    case StoreCandidate::Kind::MlflowFolder:
        return SourceFinder::tr("mlruns folder");
    case StoreCandidate::Kind::TensorBoardFolder:
        return SourceFinder::tr("TensorBoard log folder");
    }
    return {};
}

QString iconOf(const StoreCandidate& candidate)
{
    switch (candidate.kind) {
    case StoreCandidate::Kind::MlflowServer:
        return QStringLiteral("server");
    case StoreCandidate::Kind::MlflowDatabase:
        return QStringLiteral("database");
    case StoreCandidate::Kind::MlflowFolder:
        return QStringLiteral("folder");
    case StoreCandidate::Kind::TensorBoardFolder:
        return QStringLiteral("chart-line");
    }
    return {};
}

// The home folder as ~, a sqlite address as its path.
QString shortAddress(const std::string& address)
{
    QString text = QString::fromStdString(address);
    if (text.startsWith(QStringLiteral("sqlite:///")))
        text = text.mid(static_cast<int>(qstrlen("sqlite://")));
    while (text.startsWith(QStringLiteral("//")))
        text.remove(0, 1);
    const QString home = QDir::homePath();
    if (text.startsWith(home + QLatin1Char('/')))
        text = QStringLiteral("~") + text.mid(home.size());
    return text;
}

QString detailOf(const StoreCandidate& candidate)
{
    QStringList parts{shortAddress(candidate.address)};
    if (candidate.fromEnvironment)
        parts << SourceFinder::tr("named by MLFLOW_TRACKING_URI");
    if (candidate.bytes >= 0)
        parts << bytesText(candidate.bytes);
    if (candidate.lastModified)
        parts << SourceFinder::tr("changed %1").arg(relativeTime(*candidate.lastModified));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

SourceFinder::SourceFinder(QObject* parent) : QAbstractListModel(parent) {}

void SourceFinder::search(WorkerPools& pools, DiscoveryPlaces places)
{
    search_.run(
        &pools.jobs, this,
        [places = std::move(places)](std::stop_token stop) {
            return discoverStores(places, {}, std::move(stop));
        },
        [this](std::vector<StoreCandidate> found) { setCandidates(std::move(found)); });
}

void SourceFinder::setCandidates(std::vector<StoreCandidate> candidates)
{
    beginResetModel();
    candidates_ = std::move(candidates);
    endResetModel();
    emit finished();
}

int SourceFinder::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(candidates_.size());
}

QVariant SourceFinder::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const StoreCandidate& candidate = candidates_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return titleOf(candidate);
    case AddressRole:
    case Qt::ToolTipRole:
        return QString::fromStdString(candidate.address);
    case DetailRole:
        return detailOf(candidate);
    case IconRole:
        return iconOf(candidate);
    case Qt::AccessibleTextRole:
        return titleOf(candidate) + QStringLiteral(", ") + detailOf(candidate);
    default:
        return {};
    }
}

} // namespace binnacle
