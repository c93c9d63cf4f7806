#pragma once

#include "models/dataset_document.h"
#include "models/dataset_list_model.h"
#include "models/dataset_profile_model.h"
#include "models/run_id_stream.h"
#include "widgets/common/page.h"

#include <memory>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace binnacle {

class DataTab;
class DatasetListPane;
class NoticeBar;
class ProfilePane;
class RulesTab;
class VersionsTab;
class Prompts;

// Datasets: the list of what is known, the rows of the one that is open and the profile beside
// them, its rules and its versions.
class DatasetsPage : public Page
{
    Q_OBJECT
public:
    enum Tab { DataTabIndex, RulesTabIndex, VersionsTabIndex };

    DatasetsPage(const std::shared_ptr<Workspace>& workspace, WorkerPools& pools,
                 QWidget* parent = nullptr);
    ~DatasetsPage() override;

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;

    void setPrompts(std::shared_ptr<Prompts> prompts);
    void open(const binnacle::DatasetAddress& address);
    void openPlace(const QString& place); // a path, a pattern, a file: address or a link
    void showTab(int tab);
    DatasetDocument* document() const { return document_; }

signals:
    void runActivated(binnacle::RunRowId run);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeCentre();
    void connectParts();
    void documentChanged();
    void versionKnown();
    void askFile();
    void askFolder();
    void exportProfile(); // as a self-contained page
    void tell(const QString& sentence);

    WorkerPools& pools_;
    std::shared_ptr<Prompts> prompts_;
    DatasetListModel* list_;
    DatasetDocument* document_;
    DatasetProfileModel* profile_;
    DatasetListPane* listPane_;
    NoticeBar* notice_;
    QTabBar* tabs_;
    QStackedWidget* stack_;
    DataTab* dataTab_;
    RulesTab* rulesTab_;
    VersionsTab* versionsTab_;
    ProfilePane* profilePane_;
    QSplitter* splitter_;
    QPushButton *export_, *openFile_, *openFolder_;
    std::shared_ptr<const Dataset> shown_;
    DatasetAddress shownAddress_;
};

} // namespace binnacle
