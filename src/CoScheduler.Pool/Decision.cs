using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>
/// A change of the pool's state, the only kind there is: made while deciding, journaled, and applied again after a restart.
/// These records only grow.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(AgentRegistered), "agentRegistered")]
[JsonDerivedType(typeof(AgentWentAway), "agentWentAway")]
[JsonDerivedType(typeof(AgentGivenUp), "agentGivenUp")]
[JsonDerivedType(typeof(AgentForgotten), "agentForgotten")]
[JsonDerivedType(typeof(AgentCordoned), "agentCordoned")]
[JsonDerivedType(typeof(AgentDraining), "agentDraining")]
[JsonDerivedType(typeof(AgentResumed), "agentResumed")]
[JsonDerivedType(typeof(ForeignChanged), "foreignChanged")]
[JsonDerivedType(typeof(ReservationChanged), "reservationChanged")]
[JsonDerivedType(typeof(QuotaApplied), "quotaApplied")]
[JsonDerivedType(typeof(EpochBegun), "epochBegun")]
[JsonDerivedType(typeof(GateOpened), "gateOpened")]
[JsonDerivedType(typeof(FrameworkAdmitted), "frameworkAdmitted")]
[JsonDerivedType(typeof(FrameworkLeft), "frameworkLeft")]
[JsonDerivedType(typeof(FrameworkDismissed), "frameworkDismissed")]
[JsonDerivedType(typeof(OffersSuppressed), "offersSuppressed")]
[JsonDerivedType(typeof(OffersRevived), "offersRevived")]
[JsonDerivedType(typeof(OffersFiltered), "offersFiltered")]
[JsonDerivedType(typeof(DemandStated), "demandStated")]
[JsonDerivedType(typeof(DemandJudged), "demandJudged")]
[JsonDerivedType(typeof(DemandBackedOff), "demandBackedOff")]
[JsonDerivedType(typeof(OfferOpened), "offerOpened")]
[JsonDerivedType(typeof(OfferClosed), "offerClosed")]
[JsonDerivedType(typeof(AllocationMade), "allocationMade")]
[JsonDerivedType(typeof(AllocationTaken), "allocationTaken")]
[JsonDerivedType(typeof(TaskLaunched), "taskLaunched")]
[JsonDerivedType(typeof(TaskSeenRunning), "taskSeenRunning")]
[JsonDerivedType(typeof(LossCostReported), "lossCostReported")]
[JsonDerivedType(typeof(AllocationClosed), "allocationClosed")]
[JsonDerivedType(typeof(ReclaimBegun), "reclaimBegun")]
[JsonDerivedType(typeof(ReclaimHastened), "reclaimHastened")]
[JsonDerivedType(typeof(ReclaimWithdrawn), "reclaimWithdrawn")]
[JsonDerivedType(typeof(KillBegun), "killBegun")]
[JsonDerivedType(typeof(KillUnconfirmed), "killUnconfirmed")]
[JsonDerivedType(typeof(PlanMade), "planMade")]
[JsonDerivedType(typeof(PlanHeld), "planHeld")]
[JsonDerivedType(typeof(PlanEnded), "planEnded")]
public abstract record Decision;
