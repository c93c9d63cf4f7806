#pragma once

#include "models/artifact_listing.h"
#include "models/registry_history_model.h"
#include "models/registry_signature_model.h"
#include "models/registry_version_metrics.h"
#include "models/registry_version_page.h"
#include "models/run_id_stream.h"

#include <QWidget>

class QListView;
class QStackedWidget;
class QTabBar;
class QTableView;
class QVBoxLayout;

namespace binnacle {

class ArtifactsPanel;
class ElidedLabel;
class EmptyState;
class FactGrid;
class NoteEditor;
class Prompts;
class TagList;
class VersionAliases;

// All about one version: facts, metrics beside the champion's, signature, what became of its
// aliases and stages, and its files.
class VersionInspector : public QWidget
{
    Q_OBJECT
public:
    enum Section { Details, Metrics, Signature, History, Files, SectionCount };

    VersionInspector(RegistryVersionPageModel* model, WorkerPools& pools, BackendOf open,
                     QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts);
    void setEditable(bool editable); // aliases, tags and descriptions
    void showSection(Section section);

signals:
    void runRequested(binnacle::RunRowId run);
    void described(const QString& text);
    void modelDescribed(const QString& text);
    void aliasWanted(); // another one for the version
    void aliasRemoved(const QString& alias);
    void tagSet(const QString& key, const QString& value);
    void tagRemoved(const QString& key);

private:
    QWidget* makeHead();
    QWidget* makeDetails();
    QTableView* makeTable(QAbstractItemModel* model, const char* objectName, const QString& name);
    QWidget* makeHistory();
    void take(bool same);
    void showHead(const VersionDetail& detail);
    void showFacts(const RegistryVersionPage& page);
    void showFailure(const Error& error);

    RegistryVersionPageModel* model_;
    bool editable_ = false;
    QStackedWidget *whole_, *sections_, *signaturePages_;
    EmptyState *empty_, *noSignature_;
    QTabBar* tabs_;
    ElidedLabel* title_;
    ElidedLabel* asOf_;
    QWidget* pills_;
    QWidget* facts_;
    QVBoxLayout* details_;
    TagList* tags_;
    VersionAliases* aliases_;
    NoteEditor *description_, *modelDescription_;
    ElidedLabel* modelHead_;
    RegistryVersionMetrics* metrics_;
    RegistrySignatureModel* signature_;
    RegistryHistoryModel* history_;
    QTableView *metricTable_, *signatureTable_;
    ArtifactsPanel* files_;
};

} // namespace binnacle
