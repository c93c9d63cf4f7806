#pragma once

#include "models/version_choices_model.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/rules/rules_check.h"
#include "services/workspace/dataset_store.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// The rules of a dataset: their text (YAML) with its first fault, what came of trying them, and
// what came of it before. The rows of the table are the results that are shown.
class DatasetRulesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Outcome, Rule, Found, ColumnCount };
    enum Role { StateRole = Qt::UserRole }; // ResultState
    enum class ResultState { Holds, Fails, Broken };

    DatasetRulesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                      QObject* parent = nullptr);
    ~DatasetRulesModel() override;

    // nullptr: none is open, or it is not read to its end.
    void setDataset(std::shared_ptr<const Dataset> data, const DatasetAddress& address);
    void setVersion(const std::optional<DataVersionRow>& version);
    bool hasDataset() const { return data_ != nullptr; }

    void setText(const QString& yaml); // checked a moment later
    const QString& text() const { return text_; }
    struct Fault
    {
        QString sentence;
        std::optional<RulesPlace> place;
    };
    const std::optional<Fault>& fault() const { return fault_; }
    std::size_t ruleCount() const { return ruleCount_; }

    void openFile(const QString& file);
    void saveFile(const QString& file);
    void learn(); // what is true of this dataset, as a proposal: textChanged() has it
    void run();   // tries all; the results are kept with the version
    void cancel();
    bool isBusy() const { return working_.busy(); }
    const QString& job() const { return job_; } // in words
    double share() const { return share_->load(); }

    // The times before, newest first; one of them can be shown again.
    const std::vector<DataCheckRow>& history() const { return history_; }
    void showCheck(int row);                       // its results and its rules
    int shownCheck() const { return shownCheck_; } // -1: none
    const std::vector<RuleResult>& results() const { return results_; }
    bool hasResults() const { return !results_.empty(); }
    int failed() const;

    // Puts the results that are shown to a model version as evidence, as `check --attach` does.
    void attach(const VersionChoice& to);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void textReplaced(); // by a file, a proposal or an earlier check
    void faultChanged();
    void workChanged();
    void resultsChanged();
    void historyChanged();
    void told(const QString& sentence);

private:
    struct Tried
    {
        std::vector<RuleResult> results;
        DataVersionRow version;
    };
    static Result<Tried> tryRules(const std::shared_ptr<Workspace>& workspace, const Dataset& data,
                                  const DatasetAddress& address, const std::string& yaml,
                                  const std::string& folder, const RuleOptions& options);
    void begin(const QString& job);
    void end();
    void check();
    void replaceText(const QString& yaml);
    void showResults(std::vector<RuleResult> results);
    void loadHistory();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::shared_ptr<const Dataset> data_;
    DatasetAddress address_;
    std::optional<DataVersionRow> version_;
    QString text_;
    std::string folder_; // of the file of rules: references are named from there
    std::optional<Fault> fault_;
    std::size_t ruleCount_ = 0;
    std::vector<RuleResult> results_;
    std::vector<DataCheckRow> history_;
    int shownCheck_ = -1;
    QString job_;
    std::shared_ptr<std::atomic<double>> share_ = std::make_shared<std::atomic<double>>(0);
    LatestOnly checking_, working_, loading_;
    QTimer later_, clock_;
};

} // namespace binnacle
