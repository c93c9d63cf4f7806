#include "models/dataset_rules_model.h"

#include "models/dataset_document.h"
#include "models/dataset_library.h"
#include "services/data/rules/rules_json.h"
#include "services/workspace/evidence_store.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace binnacle {

namespace {

constexpr int checkAfter = 250, shareInterval = 100; // ms

std::string jsonText(const Dataset& data, std::span<const RuleResult> results)
{
    return QJsonDocument(rulesJson(data, results)).toJson(QJsonDocument::Compact).toStdString();
}

// Rules that name other data need an engine that has read both.
Result<std::vector<RuleResult>> tryWithReferences(const DatasetAddress& address,
                                                  std::span<const DataRule> rules,
                                                  const std::string& folder, RuleOptions options)
{
    const auto engine = DuckDbEngine::open();
    if (!engine)
        return failure(engine.error());
    const QueryOptions query{options.stop, {}};
    const auto data = openDataset(*engine, address, OpenDepth::Whole, query);
    if (!data)
        return failure(data.error());
    std::map<std::string, Result<Dataset>> references;
    auto readable = data->files;
    for (const auto& rule : rules) {
        if (rule.kind != DataRule::Kind::Reference || references.contains(rule.text))
            continue;
        DatasetAddress named;
        named.path = (std::filesystem::path(folder) / rule.text).string();
        auto opened = openDataset(*engine, named, OpenDepth::Whole, query);
        if (opened)
            readable.insert(readable.end(), opened->files.begin(), opened->files.end());
        references.emplace(rule.text, std::move(opened));
    }
    if (auto sealed = (*engine)->seal(readable, {}); !sealed)
        return failure(sealed.error());
    options.reference = [&](const std::string& name) { return references.at(name); };
    return checkRules(*data, rules, options);
}

} // namespace

DatasetRulesModel::DatasetRulesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                     QObject* parent)
    : QAbstractTableModel(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(checkAfter);
    clock_.setInterval(shareInterval);
    connect(&later_, &QTimer::timeout, this, &DatasetRulesModel::check);
    connect(&clock_, &QTimer::timeout, this, &DatasetRulesModel::workChanged);
}

DatasetRulesModel::~DatasetRulesModel()
{
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
}

void DatasetRulesModel::setDataset(std::shared_ptr<const Dataset> data,
                                   const DatasetAddress& address)
{
    if (!(address == address_)) {
        cancel();
        version_.reset();
        history_.clear();
        shownCheck_ = -1;
        showResults({});
        folder_ = std::filesystem::path(address.path).parent_path().string();
        replaceText({});
        emit historyChanged();
    }
    address_ = address;
    letGoOn(pools_.jobs, std::exchange(data_, std::move(data)));
    emit workChanged();
}

void DatasetRulesModel::setVersion(const std::optional<DataVersionRow>& version)
{
    version_ = version;
    loadHistory();
}

void DatasetRulesModel::loadHistory()
{
    if (!version_)
        return;
    loading_.run(
        &pools_.readers, this,
        [workspace = workspace_, row = version_->row](const std::stop_token&) {
            return DatasetStore(workspace).checks(row);
        },
        [this](Result<std::vector<DataCheckRow>> checks) {
            if (!checks || *checks == history_)
                return;
            history_ = std::move(*checks);
            emit historyChanged();
            // What was last tried is shown where nothing else is.
            if (text_.trimmed().isEmpty() && results_.empty() && !history_.empty())
                showCheck(0);
        });
}

void DatasetRulesModel::setText(const QString& yaml)
{
    if (yaml == text_)
        return;
    text_ = yaml;
    later_.start();
}

void DatasetRulesModel::check()
{
    checking_.run(
        &pools_.readers, this,
        [yaml = text_.toStdString()](const std::stop_token&) { return readRules(yaml); },
        [this](const Result<std::vector<DataRule>>& rules) {
            const bool blank = text_.trimmed().isEmpty();
            ruleCount_ = rules ? rules->size() : 0;
            if (rules || blank)
                fault_.reset();
            else
                fault_ = Fault{rules.error().message, rulesFaultPlace(rules.error())};
            emit faultChanged();
        });
}

void DatasetRulesModel::replaceText(const QString& yaml)
{
    text_ = yaml;
    later_.stop();
    emit textReplaced();
    check();
}

void DatasetRulesModel::openFile(const QString& path)
{
    deliver(onPool(&pools_.readers,
                   [path]() -> Result<QString> {
                       QFile file(path);
                       if (!file.open(QIODevice::ReadOnly))
                           return failure(
                               Error::Kind::Storage,
                               tr("%1 can not be read: %2").arg(path, file.errorString()));
                       return QString::fromUtf8(file.readAll());
                   }),
            this, [this, path](const Result<QString>& yaml) {
                if (!yaml) {
                    emit told(yaml.error().message);
                    return;
                }
                folder_ = std::filesystem::path(path.toStdString()).parent_path().string();
                replaceText(*yaml);
            });
}

void DatasetRulesModel::saveFile(const QString& path)
{
    deliver(onPool(&pools_.jobs,
                   [path, bytes = text_.toUtf8()] { return writeWholeFile(path, bytes); }),
            this, [this, path](const Result<void>& written) {
                emit told(written ? tr("Written to %1").arg(path) : written.error().message);
            });
}

void DatasetRulesModel::begin(const QString& job)
{
    job_ = job;
    share_ = std::make_shared<std::atomic<double>>(0);
    clock_.start();
}

void DatasetRulesModel::end()
{
    clock_.stop();
    emit workChanged();
}

void DatasetRulesModel::cancel()
{
    working_.cancel();
    end();
}

void DatasetRulesModel::learn()
{
    if (!data_)
        return;
    begin(tr("Learning rules from this dataset"));
    working_.run(
        &pools_.jobs, this,
        [data = data_, share = share_](const std::stop_token& stop) {
            return learnRules(*data, {stop, [share](double part) { *share = part; }});
        },
        [this](const Result<std::string>& yaml) {
            end();
            if (yaml)
                replaceText(QString::fromStdString(*yaml));
            else
                emit told(yaml.error().message);
        });
    emit workChanged();
}

Result<DatasetRulesModel::Tried>
DatasetRulesModel::tryRules(const std::shared_ptr<Workspace>& workspace, const Dataset& data,
                            const DatasetAddress& address, const std::string& yaml,
                            const std::string& folder, const RuleOptions& options)
{
    const auto rules = readRules(yaml);
    if (!rules)
        return failure(rules.error());
    const bool refers = std::ranges::any_of(
        *rules, [](const DataRule& rule) { return rule.kind == DataRule::Kind::Reference; });
    auto results = refers ? tryWithReferences(address, *rules, folder, options)
                          : checkRules(data, *rules, options);
    if (!results)
        return failure(results.error());
    auto version = rememberVersion(workspace, address, data, {}, options.stop);
    if (!version)
        return failure(version.error());
    const DataCheckRow check{0, yaml, allPassed(*results), jsonText(data, *results), options.now};
    if (auto added = DatasetStore(workspace).addCheck(version->row, check); !added)
        return failure(added.error());
    return Tried{std::move(*results), std::move(*version)};
}

void DatasetRulesModel::run()
{
    if (!data_)
        return;
    begin(tr("Trying the rules"));
    working_.run(
        &pools_.jobs, this,
        [workspace = workspace_, data = data_, address = address_, yaml = text_.toStdString(),
         folder = folder_, share = share_](const std::stop_token& stop) {
            RuleOptions options;
            options.stop = stop;
            options.progress = [share](double part) { *share = part; };
            options.now = QDateTime::currentMSecsSinceEpoch();
            return tryRules(workspace, *data, address, yaml, folder, options);
        },
        [this](Result<Tried> tried) {
            end();
            if (!tried) {
                emit told(tried.error().message);
                return;
            }
            version_ = std::move(tried->version);
            shownCheck_ = -1;
            showResults(std::move(tried->results));
            loadHistory();
        });
    emit workChanged();
}

void DatasetRulesModel::showResults(std::vector<RuleResult> results)
{
    // What fails comes first, in the order of the file.
    std::ranges::stable_sort(results, std::less{}, &RuleResult::passed);
    beginResetModel();
    results_ = std::move(results);
    endResetModel();
    emit resultsChanged();
}

void DatasetRulesModel::showCheck(int row)
{
    if (row < 0 || row >= static_cast<int>(history_.size()))
        return;
    const auto& check = history_[static_cast<std::size_t>(row)];
    shownCheck_ = row;
    replaceText(QString::fromStdString(check.rules));
    showResults(readRulesJson(check.body));
}

int DatasetRulesModel::failed() const
{
    return static_cast<int>(std::ranges::count(results_, false, &RuleResult::passed));
}

void DatasetRulesModel::attach(const VersionChoice& to)
{
    if (results_.empty() || !version_ || !data_)
        return;
    Evidence evidence;
    evidence.source = to.source;
    evidence.model = to.model;
    evidence.version = to.version;
    evidence.kind = "quality";
    evidence.passed = allPassed(results_);
    evidence.summary =
        (failed() == 0 ? tr("All %1 rules hold.").arg(results_.size())
                       : tr("%1 of %2 rules fail.").arg(failed()).arg(results_.size()))
            .toStdString();
    evidence.body = jsonText(*data_, results_);
    evidence.datasetDigest = version_->digest;
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, evidence = std::move(evidence)] {
                       return EvidenceStore(workspace).add(evidence);
                   }),
            this, [this, text = to.text](const Result<std::int64_t>& added) {
                emit told(added ? tr("Attached to %1 as evidence.").arg(text)
                                : added.error().message);
            });
}

int DatasetRulesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(results_.size());
}

int DatasetRulesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DatasetRulesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& result = results_[static_cast<std::size_t>(index.row())];
    const auto state = result.passed   ? ResultState::Holds
                       : result.broken ? ResultState::Broken
                                       : ResultState::Fails;
    if (role == StateRole)
        return static_cast<int>(state);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Outcome:
        return state == ResultState::Holds    ? tr("Holds")
               : state == ResultState::Broken ? tr("Broken")
                                              : tr("Fails");
    case Rule:
        return result.title;
    default:
        return result.message;
    }
}

QVariant DatasetRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Result"), QT_TR_NOOP("Rule"),
                                         QT_TR_NOOP("Found")};
    return section >= 0 && section < ColumnCount ? QVariant(tr(titles[section])) : QVariant();
}

} // namespace binnacle
