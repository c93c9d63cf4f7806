#pragma once

#include "models/artifact_listing.h"
#include "models/promotion_desk.h"
#include "models/registry_sources_model.h"
#include "models/registry_table_model.h"
#include "models/registry_version_page.h"
#include "models/registry_versions_model.h"
#include "models/run_id_stream.h"
#include "services/async/deliver.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <QTimer>

#include <memory>
#include <optional>

class QListView;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace binnacle {

class AliasBar;
class AliasDropTable;
class ElidedLabel;
class EmptyState;
class FittedColumns;
class LineageView;
class NoticeBar;
class OnDatePopup;
class PromotionDialog;
class SearchField;
class TextLabel;
class VersionInspector;

// What is in production: every registered model of every registry, with who serves and since when;
// below it the lineage and the versions of the model chosen, and beside it all of one version.
// Promotions begin here. How the page is put together is in models_page.cpp, what it shows of the
// selection in models_page_selection.cpp, and what it does in models_page_acts.cpp.
class ModelsPage : public Page
{
    Q_OBJECT
public:
    ModelsPage(std::shared_ptr<Workspace> workspace, WorkerPools& pools, BackendOf open,
               QWidget* parent = nullptr);
    ~ModelsPage() override;

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;

    void setPrompts(std::shared_ptr<Prompts> prompts);
    // Without a desk nothing can be changed from here.
    void setDesk(std::shared_ptr<PromotionDesk> desk);
    void showVersion(RegisteredModelRowId model, const std::string& version);
    // Scores of the readiness board, by model.
    void setReadiness(std::map<RegisteredModelRowId, double> scores);

    void promote(const QString& version, const QString& alias);
    void backToLastGood();
    void deleteVersion();
    std::optional<RegisteredModelRowId> currentModel() const;
    std::string currentVersion() const; // empty: none
    const RegistryTableModel* table() const { return model_; }
    PromotionDialog* promotionDialog() const;

signals:
    void runActivated(binnacle::RunRowId run);
    void runModelRequested(binnacle::RunRowId run, const QString& name);
    void datasetRequested(binnacle::RunRowId run, const QString& name, const QString& digest);
    void registerFolderRequested(); // a version of a folder of this machine
    void readinessRequested(binnacle::RegisteredModelRowId model);
    void unfinishedChanged(int count); // acts that need a person

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildTable();
    void buildVersions();
    QWidget* makePane();
    QWidget* makeCentre();
    QWidget* makeLower();
    void connectParts();
    void updateState();
    void fitPanes();
    void fitHeights();

    void modelChosen();
    void versionChosen();
    void chooseVersion(const std::string& version);
    void follow(); // what was chosen, after the models were read again
    void showLower();
    const RegistryRow* currentRow() const;
    void restore();
    void remember();

    void openModelMenu(const QPoint& at);
    void openVersionMenu(const QPoint& at);
    void addActs(QMenu* menu);
    void enableActs();
    void askUnfinished();
    void showUnfinished(std::vector<UnfinishedPromotion> acts);
    void act(std::function<Result<PromotionOutcome>(PromotionDesk&, std::stop_token)> work);
    void edit(std::function<Result<void>(PromotionDesk&, std::stop_token)> work);
    void undoLast();
    void askAlias(const QString& version);
    void removeAlias(const QString& alias);
    void openNode(const RegistryLineageNode& node);
    std::optional<QString> aliasOfModelCell(const DraggedVersion& dragged, const QModelIndex& index,
                                            const QPoint& place) const;
    std::optional<QString> aliasOfVersionCell(const DraggedVersion& dragged,
                                              const QModelIndex& index, const QPoint& place) const;
    void connectInspector();
    void connectActs();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::shared_ptr<Prompts> prompts_;
    std::shared_ptr<PromotionDesk> desk_;
    RegistryTableModel* model_;
    RegistryFilterModel* filtered_;
    RegistrySourcesModel* sources_;
    RegistryVersionsModel* versions_;
    RegistryVersionPageModel* page_;

    SearchField* search_;
    TextLabel* count_;
    NoticeBar *unfinishedBar_, *notice_;
    QListView* sourceList_;
    QWidget* pane_;
    AliasDropTable *table_, *versionTable_;
    FittedColumns *columns_, *versionColumns_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    QSplitter *upright_, *splitter_, *details_;
    QWidget* lower_;
    ElidedLabel* lowerTitle_;
    AliasBar* aliases_;
    LineageView* lineage_;
    VersionInspector* inspector_;
    OnDatePopup* onDate_;
    QPushButton *onDateButton_, *promoteButton_, *lastGoodButton_, *inspectorButton_;

    std::optional<RegisteredModelRowId> chosen_;
    std::string version_;       // in sight
    std::string wantedVersion_; // to be chosen as soon as its page was read
    std::vector<UnfinishedPromotion> unfinished_;
    std::string lastAct_; // what the notice undoes
    LatestOnly asked_, saving_;
    QTimer remembering_, unfinishedTimer_;
    bool restored_ = false;
    bool heightsChosen_ = false; // by a person
};

} // namespace binnacle
